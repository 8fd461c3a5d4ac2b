package io.weft.pipeline.ownership;

import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Match;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All that one object brings.
///
/// @param flows the object's own, each of another key; where two owners bring one key, the smaller
///     owner's counts
/// @param shares its parts of flows that several owners have together, none twice
/// @param groups each of another id
/// @param meters each of another id
public record Contribution(
    List<Flow> flows, List<Share> shares, List<Group> groups, List<Meter> meters) {

  public static final Contribution NONE =
      new Contribution(List.of(), List.of(), List.of(), List.of());

  /// One dimension of a conjunctive match. The flow of this key does what all shares in it say.
  ///
  /// @param key the flow
  /// @param conjunction the dimension
  public record Share(Flow.Key key, Action.Conjunction conjunction) {
    // Written out, for there are many: a quick compiler does not see through what is generated.
    @Override
    public boolean equals(Object other) {
      return other instanceof Share share
          && conjunction.equals(share.conjunction)
          && key.equals(share.key);
    }

    @Override
    public int hashCode() {
      return 31 * key.hashCode() + conjunction.hashCode();
    }
  }

  public Contribution {
    flows = List.copyOf(flows);
    shares = List.copyOf(shares);
    groups = List.copyOf(groups);
    meters = List.copyOf(meters);
  }

  /// An empty contribution of the owner with this number, to be written into.
  public static Builder of(Cookie.Kind kind, int owner) {
    return new Builder(kind, owner);
  }

  /// The same with equal shares.
  Contribution withShares(List<Share> equal) {
    return equal.isEmpty() ? this : new Contribution(flows, equal, groups, meters);
  }

  boolean isEmpty() {
    return flows.isEmpty() && shares.isEmpty() && groups.isEmpty() && meters.isEmpty();
  }

  /// Collects what one object brings.
  public static final class Builder {

    private final Cookie.Kind kind;
    private final int owner;
    private final Map<Flow.Key, Flow> flows = new LinkedHashMap<>();
    private final Set<Share> shares = new LinkedHashSet<>();
    private final Map<Long, Group> groups = new LinkedHashMap<>();
    private final List<Meter> meters = new ArrayList<>();

    private Builder(Cookie.Kind kind, int owner) {
      this.kind = kind;
      this.owner = owner;
    }

    /// The cookie of the object's flows for this purpose.
    public Cookie cookie(Purpose purpose) {
      return new Cookie(kind, purpose, owner);
    }

    /// A flow that forwards.
    public Builder flow(Table table, Priority priority, Match match, Action... actions) {
      return flow(table, priority, Purpose.FORWARD, match, actions);
    }

    public Builder flow(
        Table table, Priority priority, Purpose purpose, Match match, Action... actions) {
      return flow(table, priority.number(), purpose, match, List.of(actions));
    }

    /// A flow at a priority of rules.
    ///
    /// @throws IllegalStateException if there is another one of this key: a fault of the stage
    public Builder flow(
        Table table, int priority, Purpose purpose, Match match, List<Action> actions) {
      long cookie = Cookie.bits(kind, purpose, owner);
      Flow flow = new Flow(table.number(), priority, cookie, match, actions, FlowOptions.NONE);
      Flow other = flows.put(flow.key(), flow);
      if (other != null && !other.equals(flow)) {
        throw new IllegalStateException("two flows of one key: %s and %s".formatted(other, flow));
      }
      return this;
    }

    /// A drop, under its name.
    public Builder drop(Table table, Priority priority, Purpose purpose, Match match) {
      return flow(table, priority, purpose, match);
    }

    /// One dimension of a conjunctive match, at a priority of rules.
    public Builder clause(Table table, int priority, Match match, Action.Conjunction conjunction) {
      shares.add(new Share(new Flow.Key(table.number(), priority, match), conjunction));
      return this;
    }

    public Builder group(Group group) {
      groups.put(group.id(), group);
      return this;
    }

    public Builder meter(Meter meter) {
      meters.add(meter);
      return this;
    }

    public Contribution build() {
      return new Contribution(
          List.copyOf(flows.values()), List.copyOf(shares), List.copyOf(groups.values()), meters);
    }
  }
}
