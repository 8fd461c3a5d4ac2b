package io.weft.pipeline.service;

import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Ids of a group's buckets: each endpoint's is a hash of its address and port, so that it stays the
/// same while others come and go. Where two are equal the first in order has it.
public final class BucketNumbers {

  private static final int BITS = 31;
  private static final int FEW = 16;

  private BucketNumbers() {}

  /// The ids, in the order of the endpoints.
  ///
  /// @param targets different ones, in order
  public static long[] of(List<Target> targets) {
    return of(targets, BITS);
  }

  /// With ids of few bits, so that tests see equal ones.
  static long[] of(List<Target> targets, int bits) {
    int count = targets.size();
    long[] numbers = new long[count];
    Set<Long> taken = count <= FEW ? Set.of() : HashSet.newHashSet(count);
    long mask = (1L << bits) - 1;
    for (int i = 0; i < count; i++) {
      long number = targets.get(i).number() >>> 16 & mask;
      while (count <= FEW ? among(numbers, i, number) : !taken.add(number)) {
        number = number + 1 & mask;
      }
      numbers[i] = number;
    }
    return numbers;
  }

  private static boolean among(long[] numbers, int count, long number) {
    for (int i = 0; i < count; i++) {
      if (numbers[i] == number) {
        return true;
      }
    }
    return false;
  }
}
