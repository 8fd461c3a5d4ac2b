package io.weft.openflow.client;

import io.weft.openflow.Change;
import io.weft.openflow.message.OpenFlowError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Changes that were sent under consecutive transaction ids, so that an error finds its cause.
final class ChangeRange {

  private final int firstXid;
  private final int from;
  private final List<Change> changes;
  private final List<Refusal> refusals = new ArrayList<>();

  /// @param firstXid the transaction id of the first change
  /// @param changes those sent
  /// @param from the position of the first in the list that the caller gave
  ChangeRange(int firstXid, List<Change> changes, int from) {
    this.firstXid = firstXid;
    this.from = from;
    this.changes = changes;
  }

  /// The change that went out under this transaction id, if it is one of these.
  Optional<Change> at(int xid) {
    int index = xid - firstXid;
    return index >= 0 && index < changes.size()
        ? Optional.of(changes.get(index))
        : Optional.empty();
  }

  /// Notes the bridge's complaint about one of these.
  void refuse(int xid, OpenFlowError error) {
    int index = xid - firstXid;
    refusals.add(new Refusal(from + index, changes.get(index), error));
  }

  /// The complaints so far, by position.
  List<Refusal> refusals() {
    return refusals.stream().sorted(Comparator.comparingInt(Refusal::index)).toList();
  }
}
