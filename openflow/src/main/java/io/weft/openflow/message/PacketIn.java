package io.weft.openflow.message;

import io.weft.net.Bytes;
import io.weft.openflow.action.Controller;
import io.weft.openflow.match.Match;

/// A packet that the bridge hands to the controller, in Nicira's second format
/// (`NXT_PACKET_IN2`, ovs-ofctl(8) "monitor").
///
/// @param packet the Ethernet frame, or the part of it that was asked for
/// @param fullLength the length of the whole frame, in bytes
/// @param table the table whose flow sent it
/// @param cookie of the flow that sent it; all ones if none did
/// @param reason why
/// @param userdata what the `controller` action carried
/// @param metadata the fields beside the packet: in_port, registers, tunnel, conntrack
/// @param bufferId the packet's buffer; [#NO_BUFFER] with Open vSwitch
/// @param others properties of other kinds, whole and in order
public record PacketIn(
    Bytes packet,
    int fullLength,
    int table,
    long cookie,
    Controller.Reason reason,
    Bytes userdata,
    Match metadata,
    int bufferId,
    Bytes others)
    implements Message {

  public static final int NO_BUFFER = -1;
}
