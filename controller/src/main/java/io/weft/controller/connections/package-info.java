/// Connections that began before a policy that denies them.
///
/// [io.weft.controller.connections.ConnectionSweep] lists what the datapath tracks, lets
/// `io.weft.pipeline.connection` judge it, and flushes what is denied. On the agent's event loop.
@NullMarked
package io.weft.controller.connections;

import org.jspecify.annotations.NullMarked;
