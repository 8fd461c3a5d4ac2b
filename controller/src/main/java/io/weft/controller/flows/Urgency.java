package io.weft.controller.flows;

/// Whether somebody waits for a change to reach the bridge.
public enum Urgency {
  /// It goes at once, and takes along what has been collected.
  AT_ONCE,
  /// It may be collected for a moment, so that fewer bundles go.
  SOON
}
