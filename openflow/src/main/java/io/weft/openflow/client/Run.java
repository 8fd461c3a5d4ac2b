package io.weft.openflow.client;

import io.weft.openflow.Change;
import java.util.ArrayList;
import java.util.List;

/// Neighbouring changes that travel alike: as one bundle, or one after another.
///
/// @param from the position of the first in the list that the caller gave
/// @param bundleable whether Open vSwitch takes them in a bundle
record Run(List<Change> changes, int from, boolean bundleable) {

  /// Changes that go one after another, whatever they are.
  static Run unbundled(List<Change> changes, int from) {
    return new Run(changes, from, false);
  }

  /// Cuts a list where changes of another kind begin, and after `bundleSize` of those that go into
  /// bundles.
  static List<Run> cut(List<Change> changes, int bundleSize) {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= changes.size(); i++) {
      boolean bundleable = isBundleable(changes.get(from));
      if (i == changes.size()
          || isBundleable(changes.get(i)) != bundleable
          || (bundleable && i - from == bundleSize)) {
        runs.add(new Run(changes.subList(from, i), from, bundleable));
        from = i;
      }
    }
    return runs;
  }

  /// Open vSwitch takes no meters in a bundle.
  private static boolean isBundleable(Change change) {
    return !(change instanceof Change.OfMeters);
  }

  /// Whether it travels as a bundle. A single change is all or nothing by itself, in one round trip.
  boolean isBundle() {
    return bundleable && changes.size() > 1;
  }

  /// Those behind the one that has this position in the caller's list, to go one after another.
  Run after(int index) {
    return unbundled(changes.subList(index + 1 - from, changes.size()), index + 1);
  }
}
