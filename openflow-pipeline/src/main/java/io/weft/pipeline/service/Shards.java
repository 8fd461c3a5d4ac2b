package io.weft.pipeline.service;

import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// How endpoints are dealt to groups: to one, or where they are too many to a power of two of them.
///
/// Which part an endpoint belongs to is a matter of its own address and port, so that another one
/// that comes or goes changes one part only, unless the number of parts changes.
///
/// @param parts a power of two of them, each of 1 to [#GROUP_SIZE] endpoints in order
public record Shards(List<List<Target>> parts) {

  /// At most so many buckets in one group: with more, Open vSwitch sends every connection to
  /// ovs-vswitchd.
  public static final int GROUP_SIZE = 256;

  public Shards {
    List<List<Target>> copies = new ArrayList<>(parts.size());
    for (List<Target> part : parts) {
      copies.add(List.copyOf(part));
    }
    parts = List.copyOf(copies);
  }

  /// The parts of these endpoints.
  ///
  /// @param targets in order, not empty
  public static Shards of(List<Target> targets) {
    return of(targets, Target::number);
  }

  static Shards of(List<Target> targets, ToLongFunction<Target> number) {
    if (targets.size() <= GROUP_SIZE) {
      return new Shards(List.of(targets));
    }
    for (int count = 2; count < targets.size(); count *= 2) {
      List<List<Target>> parts = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        parts.add(new ArrayList<>());
      }
      for (Target target : targets) {
        parts.get((int) (number.applyAsLong(target) & (count - 1))).add(target);
      }
      if (parts.stream().noneMatch(part -> part.isEmpty() || part.size() > GROUP_SIZE)) {
        return new Shards(parts);
      }
    }
    return inTurn(targets);
  }

  /// For endpoints whose numbers do not part them.
  private static Shards inTurn(List<Target> targets) {
    int count = Integer.highestOneBit((targets.size() - 1) / GROUP_SIZE) * 2;
    List<List<Target>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Target> part = new ArrayList<>();
      for (int j = i; j < targets.size(); j += count) {
        part.add(targets.get(j));
      }
      parts.add(part);
    }
    return new Shards(parts);
  }

  /// How many parts these endpoints have.
  ///
  /// @param targets in order, not empty
  static int count(List<Target> targets) {
    return targets.size() <= GROUP_SIZE ? 1 : of(targets).parts().size();
  }
}
