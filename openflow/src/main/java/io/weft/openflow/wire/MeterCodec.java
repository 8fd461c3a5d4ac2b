package io.weft.openflow.wire;

import io.weft.openflow.Change;
import io.weft.openflow.Meter;
import io.weft.openflow.Meter.Band;
import io.weft.openflow.message.Counter;
import io.weft.openflow.message.MeterStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Meters and their bands (OpenFlow 1.5.1 §7.3.4.5, §7.3.5.13).
final class MeterCodec {

  private static final int ADD = 0;
  private static final int MODIFY = 1;
  private static final int DELETE = 2;

  private static final int KILOBITS = 1;
  private static final int PACKETS = 2;
  private static final int BURST = 4;
  private static final int STATS = 8;

  private static final int DROP = 1;
  private static final int DSCP_REMARK = 2;

  private MeterCodec() {}

  static void writeMod(Change.OfMeters change, WireWriter out) {
    switch (change) {
      case Change.AddMeter(Meter meter) -> writeMod(ADD, meter, out);
      case Change.ModifyMeter(Meter meter) -> writeMod(MODIFY, meter, out);
      case Change.DeleteMeter(long id) -> {
        out.u16(DELETE);
        out.u16(KILOBITS); // flags
        out.u32((int) id);
      }
    }
  }

  private static void writeMod(int command, Meter meter, WireWriter out) {
    out.u16(command);
    out.u16(flags(meter));
    out.u32((int) meter.id());
    writeBands(meter, out);
  }

  static Change readMod(WireReader in) {
    int command = in.u16();
    int flags = in.u16();
    long id = Integer.toUnsignedLong(in.u32());
    return switch (command) {
      case ADD -> new Change.AddMeter(meter(id, flags, in));
      case MODIFY -> new Change.ModifyMeter(meter(id, flags, in));
      case DELETE -> new Change.DeleteMeter(id);
      default -> throw in.malformed("meter command %d is unknown".formatted(command));
    };
  }

  private static int flags(Meter meter) {
    int unit =
        switch (meter.unit()) {
          case KILOBITS_PER_SECOND -> KILOBITS;
          case PACKETS_PER_SECOND -> PACKETS;
        };
    return unit | (meter.burst() ? BURST : 0) | (meter.stats() ? STATS : 0);
  }

  private static Meter meter(long id, int flags, WireReader in) {
    var unit =
        (flags & PACKETS) != 0 ? Meter.Unit.PACKETS_PER_SECOND : Meter.Unit.KILOBITS_PER_SECOND;
    return new Meter(
        id, unit, (flags & BURST) != 0, (flags & STATS) != 0, readBands((flags & BURST) != 0, in));
  }

  private static void writeBands(Meter meter, WireWriter out) {
    for (Band band : meter.bands()) {
      out.u16(
          switch (band.effect()) {
            case DROP -> DROP;
            case DSCP_REMARK -> DSCP_REMARK;
          });
      out.u16(16); // length
      out.u32((int) band.rate());
      out.u32((int) band.burst());
      out.u8(band.precedenceLevel());
      out.zeros(3);
    }
  }

  /// A band's burst counts only where the meter has bursts; else Open vSwitch reports the rate there.
  private static List<Band> readBands(boolean bursts, WireReader in) {
    List<Band> bands = new ArrayList<>();
    while (in.hasMore()) {
      WireReader band = in.structure(2, 16);
      int type = band.u16();
      band.skip(2);
      long rate = Integer.toUnsignedLong(band.u32());
      long burst = Integer.toUnsignedLong(band.u32()) * (bursts ? 1 : 0);
      bands.add(
          switch (type) {
            case DROP -> Band.drop(rate, burst);
            case DSCP_REMARK -> new Band(rate, burst, Band.Effect.DSCP_REMARK, band.u8());
            default -> throw band.malformed("meter band type %d is unknown".formatted(type));
          });
    }
    return bands;
  }

  static void writeDescription(Meter meter, WireWriter out) {
    int start = out.size();
    out.u16(0); // length
    out.u16(flags(meter));
    out.u32((int) meter.id());
    writeBands(meter, out);
    out.length16(start, start);
  }

  static Meter readDescription(WireReader in) {
    WireReader meter = in.structure(0, 8);
    meter.skip(2);
    int flags = meter.u16();
    return meter(Integer.toUnsignedLong(meter.u32()), flags, meter);
  }

  static void writeStats(MeterStats stats, WireWriter out) {
    int start = out.size();
    out.u32((int) stats.meter());
    out.u16(0); // length
    out.zeros(6);
    out.u32(stats.flows());
    out.u64(stats.packets());
    out.u64(stats.bytes());
    out.u32((int) stats.age().toSeconds());
    out.u32(stats.age().toNanosPart());
    for (Counter band : stats.bands()) {
      out.u64(band.packets());
      out.u64(band.bytes());
    }
    out.length16(start + 4, start);
  }

  static MeterStats readStats(WireReader in) {
    WireReader stats = in.structure(4, 40);
    long id = Integer.toUnsignedLong(stats.u32());
    stats.skip(8);
    int flows = stats.u32();
    long packets = stats.u64();
    long bytes = stats.u64();
    Duration age = OxsCodec.time(stats);
    List<Counter> bands = new ArrayList<>();
    while (stats.hasMore()) {
      bands.add(new Counter(stats.u64(), stats.u64()));
    }
    return new MeterStats(id, flows, packets, bytes, age, bands);
  }
}
