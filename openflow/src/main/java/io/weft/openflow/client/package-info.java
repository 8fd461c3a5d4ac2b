/// The connection to one bridge: handshake, liveness, bundles, statistics, events.
///
/// [OpenFlowConnection] connects out to the bridge's management socket and comes back by itself. It
/// sends the values of `io.weft.openflow` and delivers those of `io.weft.openflow.message`, all on
/// one Vert.x context. Not pure; it decides nothing about what a bridge should hold.
@NullMarked
package io.weft.openflow.client;

import org.jspecify.annotations.NullMarked;
