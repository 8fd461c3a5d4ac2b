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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// All that one object brings.
///
/// A flow whose cookie is of the kind `SHARED` does parts of conjunctive matches, and is joined with
/// the flows of the same key that other owners bring: it does what all of them do. Any other flow
/// is its owner's own; where two owners bring one key, the smaller owner's counts.
///
/// @param flows by key
/// @param groups by id
/// @param meters by id
public record Contribution(
    Map<Flow.Key, Flow> flows, Map<Long, Group> groups, Map<Long, Meter> meters) {

  public static final Contribution NONE = new Contribution(Map.of(), Map.of(), Map.of());

  private static final long SHARED = new Cookie(Cookie.Kind.SHARED, Purpose.RULE, 0).bits();

  public Contribution {
    flows = Map.copyOf(flows);
    groups = Map.copyOf(groups);
    meters = Map.copyOf(meters);
  }

  /// An empty contribution of the owner with this number, to be written into.
  public static Builder of(Cookie.Kind kind, int owner) {
    return new Builder(kind, owner);
  }

  static boolean shared(Flow flow) {
    return flow.cookie() == SHARED;
  }

  /// Collects what one object brings.
  public static final class Builder {

    private final Cookie.Kind kind;
    private final int owner;
    private final Map<Flow.Key, Flow> flows = new LinkedHashMap<>();
    private final Map<Flow.Key, Set<Action.Conjunction>> clauses = new LinkedHashMap<>();
    private final Map<Long, Group> groups = new LinkedHashMap<>();
    private final Map<Long, Meter> meters = new LinkedHashMap<>();

    private Builder(Cookie.Kind kind, int owner) {
      this.kind = kind;
      this.owner = owner;
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
      long cookie = new Cookie(kind, purpose, owner).bits();
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
      clauses
          .computeIfAbsent(
              new Flow.Key(table.number(), priority, match), _ -> new TreeSet<>(Joining.BY_ID))
          .add(conjunction);
      return this;
    }

    public Builder group(Group group) {
      groups.put(group.id(), group);
      return this;
    }

    public Builder meter(Meter meter) {
      meters.put(meter.id(), meter);
      return this;
    }

    public Contribution build() {
      Map<Flow.Key, Flow> all = new LinkedHashMap<>(flows);
      clauses.forEach((key, conjunctions) -> all.put(key, sharedFlow(key, conjunctions)));
      return new Contribution(all, groups, meters);
    }
  }

  static Flow sharedFlow(Flow.Key key, Set<Action.Conjunction> conjunctions) {
    return new Flow(
        key.table(),
        key.priority(),
        SHARED,
        key.match(),
        List.copyOf(conjunctions),
        FlowOptions.NONE);
  }
}
