/// The one path by which flows get into the bridge.
///
/// [FlowLoop] sends what the compiler wants changed, reads the bridge back on any doubt and sends
/// the difference, one step at a time. What it may do next is known to others: `Outbox` (what is to
/// go, and when), `DueAudit`, `RefusedChanges`; how far it has come, `Confirmation`. [FlowAudit] says
/// in what the bridge differed. The
/// compiler and the difference are pure and live in `openflow-pipeline`, the connection in
/// `openflow`; this package only connects them, on the agent's event loop.
@NullMarked
package io.weft.controller.flows;

import org.jspecify.annotations.NullMarked;
