package io.weft.controller.flows;

/// When an audit that is due takes place: once the bridge holds what was collected for it, but after
/// ten bundles at the latest. Used on the agent's event loop.
final class DueAudit {

  private static final int LATEST = 11;

  private int step; // which step it is at the latest: 1, the next one; 0, none is due

  /// An audit is due from now on.
  void begin() {
    step = LATEST;
  }

  boolean isDue() {
    return step > 0;
  }

  /// Whether no bundle may go before it.
  boolean isNext() {
    return step == 1;
  }

  /// A bundle goes before it.
  void postpone() {
    step = Math.max(0, step - 1);
  }

  /// It takes place.
  void end() {
    step = 0;
  }
}
