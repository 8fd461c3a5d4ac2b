package io.weft.openflow.wire;

import java.time.Duration;

/// Statistics as type-length-values (OXS, OpenFlow 1.5.1 §7.2.4).
final class OxsCodec {

  private static final int BASIC = 0x8002;
  private static final int DURATION = 0;
  private static final int IDLE_TIME = 1;
  private static final int FLOW_COUNT = 3;
  private static final int PACKET_COUNT = 4;
  private static final int BYTE_COUNT = 5;

  /// What Open vSwitch says about a flow, as bits by field number.
  static final int FLOW = 1 << DURATION | 1 << IDLE_TIME | 1 << PACKET_COUNT | 1 << BYTE_COUNT;

  /// What it says about a flow that is gone.
  static final int REMOVED = 1 << DURATION | 1 << PACKET_COUNT | 1 << BYTE_COUNT;

  /// What it says about many flows together.
  static final int AGGREGATE = 1 << PACKET_COUNT | 1 << BYTE_COUNT | 1 << FLOW_COUNT;

  /// The statistics that we know; packets and bytes are -1 where they are not said.
  record Stats(Duration duration, Duration idle, long flows, long packets, long bytes) {}

  private OxsCodec() {}

  static void write(Stats stats, int fields, WireWriter out) {
    int start = out.size();
    out.u16(0); // reserved
    out.u16(0); // length, without the padding
    if ((fields & 1 << DURATION) != 0) {
      time(DURATION, stats.duration(), out);
    }
    if ((fields & 1 << IDLE_TIME) != 0) {
      time(IDLE_TIME, stats.idle(), out);
    }
    if ((fields & 1 << PACKET_COUNT) != 0) {
      header(PACKET_COUNT, 8, out);
      out.u64(stats.packets());
    }
    if ((fields & 1 << BYTE_COUNT) != 0) {
      header(BYTE_COUNT, 8, out);
      out.u64(stats.bytes());
    }
    if ((fields & 1 << FLOW_COUNT) != 0) {
      header(FLOW_COUNT, 4, out);
      out.u32((int) stats.flows());
    }
    out.length16(start + 2, start);
    out.pad8(start);
  }

  private static void header(int field, int length, WireWriter out) {
    out.u16(BASIC);
    out.u8(field << 1);
    out.u8(length);
  }

  private static void time(int field, Duration time, WireWriter out) {
    header(field, 8, out);
    out.u32((int) time.toSeconds());
    out.u32(time.toNanosPart());
  }

  static Stats read(WireReader in) {
    WireReader stats = in.structure(2, 4);
    in.skipPadding8(stats.remaining());
    stats.skip(4);
    Duration duration = Duration.ZERO;
    Duration idle = Duration.ZERO;
    long flows = 0;
    long packets = -1;
    long bytes = -1;
    while (stats.hasMore()) {
      int oxsClass = stats.u16();
      int field = stats.u8() >>> 1;
      WireReader value = stats.part(stats.u8());
      if (oxsClass == BASIC) {
        switch (field) {
          case DURATION -> duration = time(value);
          case IDLE_TIME -> idle = time(value);
          case FLOW_COUNT -> flows = Integer.toUnsignedLong(value.u32());
          case PACKET_COUNT -> packets = value.u64();
          case BYTE_COUNT -> bytes = value.u64();
          default -> {
            // A statistic without a place in ours.
          }
        }
      }
    }
    return new Stats(duration, idle, flows, packets, bytes);
  }

  /// Seconds and nanoseconds.
  static Duration time(WireReader in) {
    long seconds = Integer.toUnsignedLong(in.u32());
    return Duration.ofSeconds(seconds, Integer.toUnsignedLong(in.u32()));
  }
}
