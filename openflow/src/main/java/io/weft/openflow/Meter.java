package io.weft.openflow;

import java.util.List;

/// A meter: what passes it is measured, and limited by its bands.
///
/// @param id 1 to 0xffff0000
/// @param unit what the rates count
/// @param burst whether the bands' burst sizes count
/// @param stats whether statistics are collected
/// @param bands the limits; of several that are exceeded the one of highest rate acts
public record Meter(long id, Unit unit, boolean burst, boolean stats, List<Band> bands) {

  /// What the rates count.
  public enum Unit {
    KILOBITS_PER_SECOND,
    PACKETS_PER_SECOND
  }

  /// One limit.
  ///
  /// @param rate in the meter's unit, 32 bits unsigned
  /// @param burst in kilobits or packets, 32 bits unsigned; 0 unless the meter has bursts
  /// @param effect what happens to what exceeds it
  /// @param precedenceLevel by how much [Effect#DSCP_REMARK] raises the drop precedence; else 0
  public record Band(long rate, long burst, Effect effect, int precedenceLevel) {

    /// What happens to packets beyond the limit.
    public enum Effect {
      DROP,
      DSCP_REMARK
    }

    public Band {
      Range.check("band rate", rate, 0, 0xffff_ffffL);
      Range.check("band burst_size", burst, 0, 0xffff_ffffL);
      Range.check("band prec_level", precedenceLevel, 0, effect == Effect.DROP ? 0 : 255);
    }

    public static Band drop(long rate, long burst) {
      return new Band(rate, burst, Effect.DROP, 0);
    }
  }

  public Meter {
    Range.check("meter id", id, 1, 0xffff_0000L);
    bands = List.copyOf(bands);
  }

  /// A meter that lets so many packets per second pass, with this burst, and drops the rest.
  public static Meter packetsPerSecond(long id, long rate, long burst) {
    return new Meter(id, Unit.PACKETS_PER_SECOND, true, true, List.of(Band.drop(rate, burst)));
  }
}
