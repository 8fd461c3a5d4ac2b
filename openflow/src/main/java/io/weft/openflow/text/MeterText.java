package io.weft.openflow.text;

import io.weft.openflow.Meter;
import io.weft.openflow.Meter.Band;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Meters in text: `meter=1 pktps burst stats bands=` and a line per band.
public final class MeterText {

  private MeterText() {}

  /// The meter as `ovs-ofctl dump-meters` prints it, one line for it and one for each band.
  public static String print(Meter meter) {
    StringBuilder text = new StringBuilder("meter=").append(meter.id());
    boolean packets = meter.unit() == Meter.Unit.PACKETS_PER_SECOND;
    text.append(packets ? " pktps" : " kbps");
    text.append(meter.burst() ? " burst" : "").append(meter.stats() ? " stats" : "");
    text.append(" bands=");
    for (Band band : meter.bands()) {
      text.append("\ntype=").append(band.effect().name().toLowerCase(Locale.ROOT));
      text.append(" rate=").append(band.rate());
      if (meter.burst()) {
        text.append(" burst_size=").append(band.burst());
      }
      if (band.effect() == Band.Effect.DSCP_REMARK) {
        text.append(" prec_level=").append(band.precedenceLevel());
      }
    }
    return text.toString();
  }

  /// Reads one meter, in one line or several.
  ///
  /// @throws SyntaxException if it is malformed
  public static Meter parse(String text) {
    MeterReader reader = new MeterReader();
    for (Item item : Item.split(text, 0, text.length())) {
      try {
        reader.read(item);
      } catch (IllegalArgumentException e) {
        throw item.failure(e);
      }
    }
    try {
      return reader.meter();
    } catch (IllegalArgumentException e) {
      SyntaxException failure = new SyntaxException(text, 0, String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  /// Reads a whole dump of meters, in the order in which they stand there.
  public static List<Meter> parseAll(String dump) {
    List<Meter> meters = new ArrayList<>();
    StringBuilder one = new StringBuilder();
    for (String line : dump.lines().toList()) {
      boolean skipped = line.startsWith("OFPST_") || line.startsWith("#") || line.isBlank();
      if (line.startsWith("meter=") && !one.isEmpty()) {
        meters.add(parse(one.toString()));
        one.setLength(0);
      }
      one.append(skipped ? "" : line + "\n");
    }
    if (!one.isEmpty()) {
      meters.add(parse(one.toString()));
    }
    return meters;
  }

  /// Collects the parts of one meter.
  private static final class MeterReader {
    private final List<Band> bands = new ArrayList<>();
    private long id;
    private Meter.Unit unit = Meter.Unit.KILOBITS_PER_SECOND;
    private boolean burst;
    private boolean stats;

    void read(Item item) {
      switch (item.key()) {
        case "meter" -> id = Numbers.readLong("meter", item.value(), 1, 0xffff_0000L);
        case "kbps" -> unit = Meter.Unit.KILOBITS_PER_SECOND;
        case "pktps" -> unit = Meter.Unit.PACKETS_PER_SECOND;
        case "burst" -> burst = true;
        case "stats" -> stats = true;
        case "bands", "band" -> item.items().forEach(this::read);
        case "type" -> bands.add(new Band(0, 0, effect(item.value()), 0));
        case "rate" ->
            replace(item, number(item), last(item).burst(), last(item).precedenceLevel());
        case "burst_size" ->
            replace(item, last(item).rate(), number(item), last(item).precedenceLevel());
        case "prec_level" ->
            replace(
                item,
                last(item).rate(),
                last(item).burst(),
                Numbers.read("prec_level", item.value(), 0, 255));
        default -> throw item.failure("a meter has no option '%s'".formatted(item.key()));
      }
    }

    private Band last(Item item) {
      if (bands.isEmpty()) {
        throw item.failure(item.key() + " before the type of its band");
      }
      return bands.getLast();
    }

    private void replace(Item item, long rate, long burst, int level) {
      bands.set(bands.size() - 1, new Band(rate, burst, last(item).effect(), level));
    }

    private static long number(Item item) {
      return Numbers.readLong(item.key(), item.value(), 0, 0xffff_ffffL);
    }

    private static Band.Effect effect(String text) {
      return switch (text) {
        case "drop" -> Band.Effect.DROP;
        case "dscp_remark" -> Band.Effect.DSCP_REMARK;
        default -> throw new IllegalArgumentException("no band has the type '" + text + "'");
      };
    }

    Meter meter() {
      return new Meter(id, unit, burst, stats, bands);
    }
  }
}
