package io.weft.pipeline.service;

import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/// Ids of a group's buckets: each endpoint's is a hash of its address and port, so that it stays the
/// same while others come and go. Where two are equal the first in order has it.
public final class BucketNumbers {

  private static final int BITS = 31;
  private static final int FEW = 16;

  private BucketNumbers() {}

  /// The ids, in the order of the endpoints.
  ///
  /// @param targets different ones, in order
  public static List<Long> of(List<Target> targets) {
    return of(targets, BITS);
  }

  /// With ids of few bits, so that tests see equal ones.
  static List<Long> of(List<Target> targets, int bits) {
    List<Long> numbers = new ArrayList<>(targets.size());
    boolean few = targets.size() <= FEW;
    Collection<Long> taken = few ? numbers : HashSet.newHashSet(targets.size());
    long mask = (1L << bits) - 1;
    for (Target target : targets) {
      long number = target.number() >>> 16 & mask;
      while (taken.contains(number)) {
        number = number + 1 & mask;
      }
      numbers.add(number);
      if (!few) {
        taken.add(number);
      }
    }
    return numbers;
  }
}
