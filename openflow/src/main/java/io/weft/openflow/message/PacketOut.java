package io.weft.openflow.message;

import io.weft.net.Bytes;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Match;
import java.util.List;

/// A packet for the bridge to act on (OpenFlow 1.5.1 §7.3.6).
///
/// @param packet the Ethernet frame
/// @param metadata the pipeline fields it starts with; the in_port is among them
/// @param actions what to do with it
public record PacketOut(Bytes packet, Match metadata, List<Action> actions) implements Message {

  public PacketOut {
    actions = List.copyOf(actions);
  }
}
