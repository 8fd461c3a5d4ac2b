package io.weft.pipeline.trace;

import io.weft.openflow.Flow;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The flows of one table, ready to be looked up.
///
/// Flows whose matches look at the same bits share a subtable that is found by hash (tuple space
/// search). Conjunctive matches follow ovs-fields(7), "Conjunctive Match Fields": flows with
/// `conjunction` actions are soft matches; a soft priority counts only while no other flow of the
/// same or a higher priority matches; a conjunction all of whose clauses have a soft match of that
/// priority is looked up again with `conj_id` set. Of several satisfied conjunctions of one priority
/// the smallest id for which a flow exists is taken; Open vSwitch leaves that open.
final class Classifier {

  private final List<Subtable> subtables;

  Classifier(Collection<Flow> flows) {
    Map<List<FieldMatch>, Subtable> byShape = new HashMap<>();
    for (Flow flow : flows) {
      // What cannot be read cannot be said to match; such flows never come from the compiler.
      if (flow.match().unknown().isEmpty()) {
        byShape.computeIfAbsent(Subtable.shape(flow.match()), Subtable::new).add(flow);
      }
    }
    this.subtables = new ArrayList<>(byShape.values());
    this.subtables.sort(Comparator.comparingInt(Subtable::highest).reversed());
  }

  /// The flow that decides for the packet; empty if none matches.
  Optional<Flow> lookup(Packet packet) {
    Optional<Flow> hard = Optional.empty();
    TreeMap<Integer, List<Flow>> soft = new TreeMap<>();
    for (Subtable subtable : subtables) {
      if (!subtable.mayBeat(hard)) {
        break;
      }
      for (Flow flow : subtable.matching(packet)) {
        if (isSoft(flow)) {
          soft.computeIfAbsent(flow.priority(), _ -> new ArrayList<>()).add(flow);
        } else {
          hard = Optional.of(better(hard, flow));
        }
      }
    }
    int hardPriority = hard.map(Flow::priority).orElse(-1);
    for (List<Flow> clauses : soft.tailMap(hardPriority, false).descendingMap().values()) {
      for (long id : satisfied(clauses)) {
        Optional<Flow> rule = hardLookup(packet.with(Field.CONJ_ID, id));
        if (rule.isPresent()) {
          return rule;
        }
      }
    }
    return hard;
  }

  private Optional<Flow> hardLookup(Packet packet) {
    Optional<Flow> best = Optional.empty();
    for (Subtable subtable : subtables) {
      if (!subtable.mayBeat(best)) {
        break;
      }
      for (Flow flow : subtable.matching(packet)) {
        best = isSoft(flow) ? best : Optional.of(better(best, flow));
      }
    }
    return best;
  }

  private static Flow better(Optional<Flow> best, Flow flow) {
    return best.isPresent() && best.get().priority() >= flow.priority() ? best.get() : flow;
  }

  private static boolean isSoft(Flow flow) {
    return !flow.actions().isEmpty() && flow.actions().getFirst() instanceof Action.Conjunction;
  }

  /// The ids of the conjunctions all of whose clauses occur in these flows, in ascending order.
  private static List<Long> satisfied(List<Flow> flows) {
    TreeMap<Long, Long> missing = new TreeMap<>();
    for (Flow flow : flows) {
      for (Action action : flow.actions()) {
        if (action instanceof Action.Conjunction(long id, int clause, int of)) {
          missing.merge(id, Bits.ones(of).low() & ~(1L << (clause - 1)), (a, b) -> a & b);
        }
      }
    }
    return missing.entrySet().stream()
        .filter(e -> e.getValue() == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The flows that look at the same bits.
  private static final class Subtable {

    private final List<FieldMatch> shape;
    private final Map<List<Bits>, List<Flow>> flows = new HashMap<>();
    private int highest = -1;

    Subtable(List<FieldMatch> shape) {
      this.shape = shape;
    }

    /// The match with every value cleared.
    static List<FieldMatch> shape(Match match) {
      return match.fields().stream()
          .map(field -> new FieldMatch(field.field(), Bits.ZERO, field.mask()))
          .toList();
    }

    /// The highest priority that a flow here has.
    int highest() {
      return highest;
    }

    /// Whether a flow here may have a higher priority than this one.
    boolean mayBeat(Optional<Flow> best) {
      return best.isEmpty() || best.get().priority() < highest;
    }

    void add(Flow flow) {
      highest = Math.max(highest, flow.priority());
      List<Bits> values = flow.match().fields().stream().map(FieldMatch::value).toList();
      flows.computeIfAbsent(values, _ -> new ArrayList<>(1)).add(flow);
    }

    List<Flow> matching(Packet packet) {
      List<Bits> values = new ArrayList<>(shape.size());
      for (FieldMatch field : shape) {
        values.add(packet.value(field.field()).and(field.mask()));
      }
      return flows.getOrDefault(values, List.of());
    }
  }
}
