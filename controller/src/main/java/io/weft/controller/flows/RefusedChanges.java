package io.weft.controller.flows;

import io.weft.openflow.Change;
import io.weft.openflow.client.Refusal;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.text.ChangeText;
import io.weft.openflow.text.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The changes that the bridge refused. Each is put aside until it is desired in another form, so that
/// one bad flow keeps no other out. Used on the agent's event loop.
final class RefusedChanges {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedChanges.class);

  private final Map<Change, OpenFlowError> refused = new LinkedHashMap<>();
  private final Supplier<Names> names;

  /// @param names of tables and ports, for the log
  RefusedChanges(Supplier<Names> names) {
    this.names = names;
  }

  /// Puts these aside.
  void add(List<Refusal> refusals) {
    for (Refusal refusal : refusals) {
      refused.put(refusal.change(), refusal.error());
      LOG.atError()
          .addKeyValue("error", refusal.error().name())
          .addKeyValue("change", ChangeText.print(refusal.change(), names.get()))
          .log("the bridge refuses a change; it is left out");
    }
  }

  /// What is wanted, without what was refused. What is not wanted any more is no longer put aside.
  List<Change> remaining(List<Change> wanted) {
    refused.keySet().retainAll(wanted);
    return wanted.stream().filter(change -> !refused.containsKey(change)).toList();
  }

  /// All may be tried again: the bridge may be another.
  void forget() {
    refused.clear();
  }

  /// Each with the bridge's reason.
  Map<Change, OpenFlowError> all() {
    return Map.copyOf(refused);
  }
}
