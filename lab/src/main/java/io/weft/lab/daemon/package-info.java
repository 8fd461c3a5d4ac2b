/// A process that owns a lab, and how the command line talks to it.
///
/// `weft lab up` starts a [io.weft.lab.daemon.LabDaemon]; the other commands are its clients: one
/// JSON line each way over the lab's unix socket.
@NullMarked
package io.weft.lab.daemon;

import org.jspecify.annotations.NullMarked;
