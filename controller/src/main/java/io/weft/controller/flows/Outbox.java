package io.weft.controller.flows;

import io.weft.openflow.Change;
import java.util.ArrayList;
import java.util.List;

/// What is desired of the bridge and not on its way to it, and when it may go. Used on the agent's
/// event loop.
final class Outbox {

  private final Pace pace;
  private List<Change> changes = new ArrayList<>();

  Outbox(Pace pace) {
    this.pace = pace;
  }

  /// Takes changes, behind those that are there.
  void add(List<Change> more, Urgency urgency) {
    changes.addAll(more);
    if (urgency == Urgency.AT_ONCE) {
      hurry();
    }
  }

  /// Somebody waits for what is there.
  void hurry() {
    pace.hurry();
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  /// Whether it may go now. If not, that is told when it may.
  boolean mayGo() {
    return pace.mayGo();
  }

  /// Takes everything out.
  List<Change> take() {
    List<Change> taken = changes;
    changes = new ArrayList<>();
    return taken;
  }

  /// A bundle goes: of what was taken out, or of a repair, which leaves out what came while it was
  /// worked out.
  void gone() {
    pace.gone(changes.isEmpty());
  }
}
