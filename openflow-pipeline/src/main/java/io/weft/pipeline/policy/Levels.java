package io.weft.pipeline.policy;

import io.weft.pipeline.table.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Spreads the rules of one table over the priorities, so that no flow gets too many of them.
///
/// A flow's action list ends at 64 KiB: Open vSwitch takes 4,090 conjunctions and refuses 4,200.
/// No list can be longer than a level has rules, so a level takes at most as many. A rule's level is
/// given by the low bits of its number; where too many have the same, those with the greatest
/// numbers go to the next level with room, in the order of their numbers. So the levels depend on the
/// set of numbers alone.
final class Levels {

  /// How many rules a level takes.
  static final int CAPACITY = 3500;

  /// The level of a rule for which there is no room at all.
  static final int NONE = -1;

  private final int capacity;
  private final List<Set<Long>> natural = new ArrayList<>();
  private Map<Long, Integer> displaced = new HashMap<>();

  Levels(int capacity) {
    this.capacity = capacity;
    for (int i = 0; i < Priority.RULE_LEVELS; i++) {
      natural.add(new HashSet<>());
    }
  }

  private static int natural(long id) {
    return (int) (id % Priority.RULE_LEVELS);
  }

  void add(long id) {
    natural.get(natural(id)).add(id);
  }

  void remove(long id) {
    natural.get(natural(id)).remove(id);
  }

  /// The rule's level, 0 to 15, or [#NONE].
  int level(long id) {
    return displaced.getOrDefault(id, natural(id));
  }

  /// Settles who has to move.
  ///
  /// @return the rules that had or have another level than their natural one, if anything changed
  Set<Long> settle() {
    boolean crowded = natural.stream().anyMatch(level -> level.size() > capacity);
    if (!crowded && displaced.isEmpty()) {
      return Set.of();
    }
    Map<Long, Integer> before = displaced;
    displaced = displace();
    Set<Long> changed = new HashSet<>(before.keySet());
    changed.addAll(displaced.keySet());
    return changed;
  }

  private Map<Long, Integer> displace() {
    int[] room = new int[natural.size()];
    TreeSet<Long> homeless = new TreeSet<>();
    for (int i = 0; i < room.length; i++) {
      room[i] = Math.max(0, capacity - natural.get(i).size());
      natural.get(i).stream().sorted().skip(capacity).forEach(homeless::add);
    }
    Map<Long, Integer> moved = new HashMap<>();
    for (long id : homeless) {
      int level = natural(id);
      int steps = 0;
      while (steps < room.length && room[level] == 0) {
        level = (level + 1) % room.length;
        steps++;
      }
      if (steps == room.length) {
        moved.put(id, NONE);
      } else {
        room[level]--;
        moved.put(id, level);
      }
    }
    return moved;
  }
}
