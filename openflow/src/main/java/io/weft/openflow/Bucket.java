package io.weft.openflow;

import io.weft.openflow.action.Action;
import io.weft.openflow.match.OfPort;
import java.util.List;

/// One of the action lists of a group.
///
/// @param id unique in the group, 0 to 0xffffff00
/// @param weight its share among the buckets of a select group, 0 to 65535; 0 gets nothing; 1 in
///     groups of other types, where it means nothing
/// @param watchPort the port whose liveness is the bucket's, [OfPort#ANY] for none
/// @param watchGroup the group whose liveness is the bucket's, [#NO_GROUP] for none
/// @param actions what it does with the packet
public record Bucket(long id, int weight, OfPort watchPort, long watchGroup, List<Action> actions) {

  /// No group is watched.
  public static final long NO_GROUP = 0xffff_ffffL;

  public Bucket {
    Range.check("bucket id", id, 0, 0xffff_ff00L);
    Range.check("bucket weight", weight, 0, 65535);
    if (watchGroup != NO_GROUP) {
      Range.check("bucket watch_group", watchGroup, 0, 0xffff_ff00L);
    }
    actions = List.copyOf(actions);
  }

  /// A bucket that watches nothing.
  public static Bucket of(long id, int weight, Action... actions) {
    return new Bucket(id, weight, OfPort.ANY, NO_GROUP, List.of(actions));
  }
}
