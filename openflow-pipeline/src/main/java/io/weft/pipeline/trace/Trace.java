package io.weft.pipeline.trace;

import io.weft.openflow.Flow;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Learn;
import io.weft.openflow.match.OfPort;
import java.util.List;
import java.util.Optional;

/// What became of a packet: every step in the order in which it was taken.
///
/// @param start the packet as it came in
/// @param steps what was looked up and done
public record Trace(Packet start, List<Step> steps) {

  public Trace {
    steps = List.copyOf(steps);
  }

  /// One step.
  public sealed interface Step {

    /// A table was looked up.
    ///
    /// @param table which
    /// @param flow the flow that decided; empty if none matched, which drops
    /// @param packet the packet as it was looked up
    record Lookup(int table, Optional<Flow> flow, Packet packet) implements Step {}

    /// The packet left by a port.
    record Sent(OfPort port, Packet packet) implements Step {}

    /// The packet went to the agent.
    record ToController(Optional<Controller> action, Packet packet) implements Step {}

    /// The packet went through connection tracking.
    ///
    /// @param ct what was asked
    /// @param before the packet as it entered
    /// @param after the packet as it came out
    record Tracked(Ct ct, Packet before, Packet after) implements Step {}

    /// A group chose a bucket.
    record Bucketed(long group, long bucket) implements Step {}

    /// A flow was learned, or would have been refreshed.
    record Learned(Learn action, Flow flow) implements Step {}

    /// The flow's further actions were not executed; those of a flow that resubmitted here were.
    record Stopped(Reason reason, Action action) implements Step {}
  }

  /// Why a flow's actions ended before the last.
  public enum Reason {
    /// Its TTL or hop limit was spent.
    NO_TTL,
    /// The group that it was sent to does not exist or has no bucket.
    NO_GROUP,
    /// It was looked up more often (4,096 times) or deeper (64 times back) than a switch allows, or
    /// came back from connection tracking more than 64 times.
    TOO_LONG,
    /// The action cannot be read.
    UNKNOWN_ACTION
  }

  /// The lookups, in order.
  public List<Step.Lookup> lookups() {
    return steps.stream()
        .filter(Step.Lookup.class::isInstance)
        .map(Step.Lookup.class::cast)
        .toList();
  }

  /// What left the bridge, in order.
  public List<Step.Sent> sent() {
    return steps.stream().filter(Step.Sent.class::isInstance).map(Step.Sent.class::cast).toList();
  }

  /// Whether the agent got the packet.
  public boolean reachedController() {
    return steps.stream().anyMatch(Step.ToController.class::isInstance);
  }

  /// Whether nothing left and nobody was told.
  public boolean dropped() {
    return sent().isEmpty() && !reachedController();
  }

  /// The last table that was looked up, with the flow that decided there: for a dropped packet, the
  /// reason.
  public Optional<Step.Lookup> last() {
    List<Step.Lookup> lookups = lookups();
    return lookups.isEmpty() ? Optional.empty() : Optional.of(lookups.getLast());
  }
}
