package io.weft.openflow.client;

import io.weft.openflow.message.OpenFlowError;
import java.util.List;
import java.util.Optional;

/// How a commit ended.
public sealed interface BundleResult {

  /// Every change is in force.
  ///
  /// @param changes how many there were
  record Committed(int changes) implements BundleResult {}

  /// The bridge refused something; nothing from index `committed` on is in force, save meters of
  /// the same run that it did not complain about.
  ///
  /// @param committed how many changes from the start of the list are in force: those of earlier
  ///     bundles, 0 for an atomic commit
  /// @param refusals the changes at fault, by index; may be empty
  /// @param bundleError what the bridge said about the bundle itself
  record Refused(int committed, List<Refusal> refusals, Optional<OpenFlowError> bundleError)
      implements BundleResult {
    public Refused {
      refusals = List.copyOf(refusals);
    }
  }
}
