package io.weft.openflow.client;

import io.weft.openflow.message.OpenFlowError;

/// The bridge refused a question. (A refused change is a value: [BundleResult], [Refusal].)
public final class RefusedException extends Exception {

  private final transient OpenFlowError error;

  public RefusedException(String asked, OpenFlowError error) {
    super(asked + " refused by the bridge: " + error.name());
    this.error = error;
  }

  /// What the bridge said.
  public OpenFlowError error() {
    return error;
  }
}
