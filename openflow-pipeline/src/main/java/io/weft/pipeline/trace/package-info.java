/// A packet through flow tables, without a switch.
///
/// Pure. [Evaluator] does what ovs-vswitchd does when it translates a packet: it looks up table after
/// table, executes actions, forks at connection tracking and resumes, and writes down every step.
/// What connection tracking says is either assumed ([AssumedConnections], as `ofproto/trace` does) or
/// computed from what was committed before ([ConnectionTable]). Checked against `ofproto/trace` on a
/// real Open vSwitch. Flows come from the compiler (`io.weft.pipeline.compile`), from a switch, or
/// from a pasted dump alike.
@NullMarked
package io.weft.pipeline.trace;

import org.jspecify.annotations.NullMarked;
