package io.weft.pipeline.trace;

import io.weft.openflow.action.Action;
import io.weft.openflow.action.Ct;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The actions of a group's bucket as they are executed: as an action set (OpenFlow 1.5.1 §5.6).
///
/// First the last `dec_ttl`, then every write in its order, and then only one of what sends the
/// packet on: the last `group`, else the last `output`, else `resubmit`, else `ct`. Without any of
/// these the bucket does nothing.
final class BucketActions {

  private BucketActions() {}

  static List<Action> executed(List<Action> bucket) {
    Optional<Action> end =
        last(bucket, Action.ToGroup.class)
            .or(() -> last(bucket, Action.Output.class))
            .or(() -> last(bucket, Action.Resubmit.class))
            .or(() -> last(bucket, Ct.class));
    if (end.isEmpty()) {
      return List.of();
    }
    List<Action> executed = new ArrayList<>();
    last(bucket, Action.DecTtl.class).ifPresent(executed::add);
    bucket.stream()
        .filter(a -> a instanceof Action.SetField || a instanceof Action.CopyField)
        .forEach(executed::add);
    executed.add(end.get());
    return executed;
  }

  private static Optional<Action> last(List<Action> actions, Class<? extends Action> type) {
    return actions.stream().filter(type::isInstance).reduce((_, later) -> later);
  }
}
