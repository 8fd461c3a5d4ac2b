/// The one path by which flows get into the bridge.
///
/// [FlowLoop] sends what the compiler wants changed, reads the bridge back on any doubt and sends
/// the difference, and knows what is confirmed. [FlowAudit] says in what the bridge differed. The
/// compiler and the difference are pure and live in `openflow-pipeline`, the connection in
/// `openflow`; this package only connects them, on the agent's event loop.
@NullMarked
package io.weft.controller.flows;

import org.jspecify.annotations.NullMarked;
