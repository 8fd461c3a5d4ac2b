/// The CNI commands: what ADD, DEL, CHECK, GC, STATUS and VERSION do, in which order, and what is
/// taken back when a step fails.
///
/// The steps themselves are seams: [PodSwitch] is the bridge as the agent's reconcile loop keeps
/// it, `io.weft.cni.wiring.PodWiring` the operating system. No sockets and no clock of its own; it
/// runs on the executors it is given.
@NullMarked
package io.weft.cni.command;

import org.jspecify.annotations.NullMarked;
