package io.weft.controller.flows;

import io.vertx.core.Future;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.client.BundleResult;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.client.Refusal;
import io.weft.openflow.message.OpenFlowError;
import io.weft.pipeline.table.Table;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What became of changes that were sent to a bridge.
///
/// @param count how many there were
/// @param refusals those that the bridge refused. If there are any, whether the others are in force
///     is not known
record SentChanges(int count, List<Refusal> refusals) {

  private static final Logger LOG = LoggerFactory.getLogger(SentChanges.class);

  /// The most changes in one bundle, whatever they are about: the userspace datapath forwards nothing
  /// while it commits, some 5 µs a change.
  private static final int MOST_AT_ONCE = 20_000;

  SentChanges {
    refusals = List.copyOf(refusals);
  }

  /// Sends them in bundles, or one by one where the bundle as such is refused. Fails if the
  /// connection is lost; what of it is in force is not known then.
  ///
  /// What judges connections changes in one step, up to 20,000 changes: a rule that moves to another
  /// priority is at no moment in parts at both, which would deny what it allows.
  static Future<SentChanges> to(OpenFlowConnection bridge, List<Change> changes) {
    return (changes.size() <= MOST_AT_ONCE && judging(changes) && bundleable(changes)
            ? bridge.commitAtomically(changes)
            : bridge.commit(changes))
        .compose(result ->
            switch (result) {
              case BundleResult.Committed(int count) ->
                  Future.succeededFuture(new SentChanges(count, List.of()));
              case BundleResult.Refused(_, List<Refusal> refusals, var error)
                  when refusals.isEmpty() ->
                  singly(bridge, changes, error);
              case BundleResult.Refused(_, List<Refusal> refusals, _) ->
                  Future.succeededFuture(new SentChanges(changes.size(), refusals));
            });
  }

  private static boolean judging(List<Change> changes) {
    for (Change change : changes) {
      if (change instanceof Change.OfFlows flows && judging(flows)) {
        return true;
      }
    }
    return false;
  }

  private static boolean judging(Change.OfFlows change) {
    return switch (change) {
      case Change.AddFlow(Flow flow) -> Table.judges(flow.table());
      case Change.ModifyFlow(Flow flow) -> Table.judges(flow.table());
      case Change.DeleteFlow(Flow.Key key) -> Table.judges(key.table());
      case Change.DeleteFlows _ -> false;
    };
  }

  private static boolean bundleable(List<Change> changes) {
    return changes.stream().noneMatch(Change.OfMeters.class::isInstance);
  }

  /// The bundle as such was refused: without one the bridge says which change it is.
  private static Future<SentChanges> singly(
      OpenFlowConnection bridge, List<Change> changes, Optional<OpenFlowError> error) {
    LOG.atWarn()
        .addKeyValue("error", error.map(OpenFlowError::name).orElse("none"))
        .addKeyValue("changes", changes.size())
        .log("bundle refused, sending one by one");
    return bridge.send(changes).map(refusals -> new SentChanges(changes.size(), refusals));
  }
}
