package io.weft.pipeline.trace;

import io.weft.openflow.Bucket;
import io.weft.openflow.Group;
import java.util.List;
import java.util.Optional;

/// Which bucket of a select group a packet gets. The datapath hashes; here it is stated.
@FunctionalInterface
public interface BucketChoice {

  /// The bucket; empty only if the group has none with a weight.
  Optional<Bucket> choose(Group group, Packet packet);

  /// Always the first bucket that has a weight.
  static BucketChoice first() {
    return nth(0);
  }

  /// The `n`-th of the buckets that have a weight, counted from 0 and around.
  static BucketChoice nth(int n) {
    return (group, _) -> {
      List<Bucket> buckets =
          group.buckets().stream().filter(bucket -> bucket.weight() > 0).toList();
      return buckets.isEmpty()
          ? Optional.empty()
          : Optional.of(buckets.get(Math.floorMod(n, buckets.size())));
    };
  }
}
