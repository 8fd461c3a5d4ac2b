package io.weft.openflow.action;

import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import java.util.List;
import java.util.Optional;

/// Adds a flow, made after the packet at hand, or refreshes it (ovs-actions(7), `learn`).
///
/// @param table of the new flow, 0 to 254
/// @param priority of the new flow, 0 to 65535
/// @param cookie of the new flow
/// @param timeouts of the new flow
/// @param sendFlowRemoved whether its end is reported
/// @param deleteLearned whether what was learned goes when the last flow that learns goes
/// @param limit how many flows with this cookie and table there may be; 0 for any number
/// @param limitResult one bit that is set to 1 if a flow was there or added, 0 if the limit hit
/// @param specs what the new flow matches and does
public record Learn(
    int table,
    int priority,
    long cookie,
    Timeouts timeouts,
    boolean sendFlowRemoved,
    boolean deleteLearned,
    long limit,
    Optional<BitRange> limitResult,
    List<Spec> specs)
    implements Action {

  /// When a learned flow ends, in seconds from 0 (never) to 65535.
  ///
  /// @param idle without a packet
  /// @param hard after its making
  /// @param finIdle the new `idle` once a FIN or RST was seen
  /// @param finHard the new `hard` once a FIN or RST was seen
  public record Timeouts(int idle, int hard, int finIdle, int finHard) {

    public static final Timeouts NONE = new Timeouts(0, 0, 0, 0);

    public Timeouts {
      Range.check("learn idle_timeout", idle, 0, 65535);
      Range.check("learn hard_timeout", hard, 0, 65535);
      Range.check("learn fin_idle_timeout", finIdle, 0, 65535);
      Range.check("learn fin_hard_timeout", finHard, 0, 65535);
    }
  }

  /// One part of the new flow.
  public sealed interface Spec {

    /// It matches in `destination` what the packet has in `source`.
    record MatchField(BitRange source, BitRange destination) implements Spec {
      public MatchField {
        sameLength(source, destination);
      }
    }

    /// It matches this value, right-aligned, in `destination`.
    record MatchValue(BitRange destination, Bits value) implements Spec {
      public MatchValue {
        destination.place(value);
      }
    }

    /// It sets `destination` to what the packet has in `source`.
    record LoadField(BitRange source, BitRange destination) implements Spec {
      public LoadField {
        sameLength(source, destination);
      }
    }

    /// It sets `destination` to this value, right-aligned.
    record LoadValue(Bits value, BitRange destination) implements Spec {
      public LoadValue {
        destination.place(value);
      }
    }

    /// It outputs to the port that the packet has in `source`.
    record OutputTo(BitRange source) implements Spec {}

    private static void sameLength(BitRange source, BitRange destination) {
      if (source.length() != destination.length()) {
        throw new IllegalArgumentException(
            "learn %s from %s: different lengths".formatted(destination, source));
      }
    }
  }

  public Learn {
    Range.check("learn table", table, 0, 254);
    Range.check("learn priority", priority, 0, 65535);
    Range.check("learn limit", limit, 0, 0xffff_ffffL);
    if (limitResult.isPresent() && limitResult.get().length() != 1) {
      throw new IllegalArgumentException("learn result_dst is one bit, not " + limitResult.get());
    }
    specs = List.copyOf(specs);
  }

  /// A flow without timeouts, limit or report.
  public static Learn of(int table, int priority, long cookie, Spec... specs) {
    return new Learn(
        table, priority, cookie, Timeouts.NONE, false, false, 0, Optional.empty(), List.of(specs));
  }

  public Learn withTimeouts(Timeouts newTimeouts) {
    return new Learn(
        table,
        priority,
        cookie,
        newTimeouts,
        sendFlowRemoved,
        deleteLearned,
        limit,
        limitResult,
        specs);
  }

  public Learn withDeleteLearned() {
    return new Learn(
        table, priority, cookie, timeouts, sendFlowRemoved, true, limit, limitResult, specs);
  }

  public Learn withLimit(long newLimit) {
    return new Learn(
        table,
        priority,
        cookie,
        timeouts,
        sendFlowRemoved,
        deleteLearned,
        newLimit,
        limitResult,
        specs);
  }
}
