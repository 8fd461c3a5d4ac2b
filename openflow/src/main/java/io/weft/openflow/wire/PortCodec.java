package io.weft.openflow.wire;

import io.weft.net.MacAddress;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.Port;
import io.weft.openflow.message.PortStats;
import io.weft.openflow.message.PortStatus;
import java.time.Duration;

/// Ports and their counters (OpenFlow 1.5.1 §7.2.1, §7.3.5.7, §7.4.3).
final class PortCodec {

  private static final int NAME_LENGTH = 16;

  private PortCodec() {}

  static void write(Port port, WireWriter out) {
    int start = out.size();
    out.u32(port.number().number());
    out.u16(0); // length
    out.zeros(2);
    out.u48(port.mac().bits());
    out.zeros(2);
    for (int i = 0; i < NAME_LENGTH; i++) {
      out.u8(i < port.name().length() ? port.name().charAt(i) : 0);
    }
    out.u32(port.config());
    out.u32(port.state());
    out.bytes(port.properties());
    out.length16(start + 4, start);
  }

  static Port read(WireReader in) {
    WireReader port = in.structure(4, 40);
    OfPort number = new OfPort(port.u32());
    port.skip(4);
    MacAddress mac = new MacAddress(port.u48());
    port.skip(2);
    String name = port.text(NAME_LENGTH);
    return new Port(number, mac, name, port.u32(), port.u32(), port.rest());
  }

  static void writeStatus(PortStatus status, WireWriter out) {
    out.u8(Numbers.of(status.reason()));
    out.zeros(7);
    write(status.port(), out);
  }

  static PortStatus readStatus(WireReader in) {
    var reason = in.oneOf("port status reason", in.u8(), PortStatus.Reason.values());
    in.skip(7);
    return new PortStatus(reason, read(in));
  }

  static void writeStats(PortStats stats, WireWriter out) {
    int start = out.size();
    out.u16(0); // length
    out.zeros(2);
    out.u32(stats.port().number());
    out.u32((int) stats.age().toSeconds());
    out.u32(stats.age().toNanosPart());
    out.u64(stats.rxPackets());
    out.u64(stats.txPackets());
    out.u64(stats.rxBytes());
    out.u64(stats.txBytes());
    out.u64(stats.rxDropped());
    out.u64(stats.txDropped());
    out.u64(stats.rxErrors());
    out.u64(stats.txErrors());
    out.bytes(stats.properties());
    out.length16(start, start);
  }

  static PortStats readStats(WireReader in) {
    WireReader stats = in.structure(0, 80);
    stats.skip(4);
    OfPort port = new OfPort(stats.u32());
    Duration age = OxsCodec.time(stats);
    return new PortStats(
        port,
        age,
        stats.u64(),
        stats.u64(),
        stats.u64(),
        stats.u64(),
        stats.u64(),
        stats.u64(),
        stats.u64(),
        stats.u64(),
        stats.rest());
  }
}
