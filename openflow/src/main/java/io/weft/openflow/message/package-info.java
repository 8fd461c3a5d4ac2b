/// OpenFlow messages as values: what goes over a connection beside flows, groups and meters.
///
/// The values of `io.weft.openflow` say what a bridge shall do; the values here carry them
/// ([Message]), ask for what it does ([Query], [Answer]) and report what happened ([PacketIn],
/// [PortStatus], [OpenFlowError]). `io.weft.openflow.wire` turns them into bytes. Pure.
@NullMarked
package io.weft.openflow.message;

import org.jspecify.annotations.NullMarked;
