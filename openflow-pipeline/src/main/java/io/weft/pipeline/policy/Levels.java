package io.weft.pipeline.policy;

import io.weft.pipeline.table.Priority;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Spreads the rules of one table over the priorities, so that no flow gets too many of them.
///
/// A flow's action list ends at 64 KiB: Open vSwitch takes 4,090 conjunctions and refuses 4,200.
/// No list can be longer than a level has rules, so a level takes at most as many. The levels are
/// filled one after the other, in the order of the rules' numbers: so they depend on the set of
/// numbers alone, policy sets and identities have a flow for few of them, and a rule more or less
/// moves one rule from each full level to the next.
final class Levels {

  /// How many rules a level takes.
  static final int CAPACITY = 3500;

  /// The level of a rule for which there is no room at all.
  static final int NONE = -1;

  private final int capacity;
  private final TreeSet<Long> ids = new TreeSet<>();
  private Map<Long, Integer> levels = new HashMap<>();
  private boolean changed;

  Levels(int capacity) {
    this.capacity = capacity;
  }

  void add(long id) {
    changed |= ids.add(id);
  }

  void remove(long id) {
    changed |= ids.remove(id);
  }

  /// The rule's level, 0 to 15, or [#NONE]; as last settled.
  int level(long id) {
    return levels.getOrDefault(id, NONE);
  }

  /// Settles who has which level.
  ///
  /// @return the rules that have another level than before
  Set<Long> settle() {
    if (!changed) {
      return Set.of();
    }
    changed = false;
    Map<Long, Integer> before = levels;
    levels = HashMap.newHashMap(ids.size());
    Set<Long> moved = new HashSet<>();
    int rank = 0;
    for (long id : ids) {
      int level = rank++ / capacity;
      int settled = level < Priority.RULE_LEVELS ? level : NONE;
      levels.put(id, settled);
      if (before.getOrDefault(id, NONE) != settled) {
        moved.add(id);
      }
    }
    return moved;
  }
}
