/// The connections that a datapath tracks, and which of them the flows would not allow any more.
///
/// Pure. [io.weft.pipeline.connection.ConnectionDump] reads what `dpctl/dump-conntrack` prints,
/// [io.weft.pipeline.connection.Doorways] makes packets as they come into the bridge,
/// [io.weft.pipeline.connection.Recheck] judges connections with the evaluator of `trace`. Listing
/// and flushing are the agent's.
@NullMarked
package io.weft.pipeline.connection;

import org.jspecify.annotations.NullMarked;
