package io.weft.openflow.message;

import io.weft.net.Bytes;
import io.weft.net.MacAddress;
import io.weft.openflow.match.OfPort;

/// A port of the bridge as OpenFlow shows it (OpenFlow 1.5.1 §7.2.1).
///
/// @param number its ofport
/// @param mac its address
/// @param name of the interface, at most 15 characters
/// @param config a bitmap: bit 0 administratively down
/// @param state a bitmap: bit 0 no carrier, bit 1 blocked, bit 2 live
/// @param properties what else the bridge says (Ethernet features), whole
public record Port(
    OfPort number, MacAddress mac, String name, int config, int state, Bytes properties) {

  /// Whether the port is administratively down.
  public boolean down() {
    return (config & 1) != 0;
  }

  /// Whether the port has a carrier.
  public boolean linked() {
    return (state & 1) == 0;
  }
}
