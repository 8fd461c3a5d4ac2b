package io.weft.openflow.client;

import io.weft.openflow.Change;
import io.weft.openflow.message.OpenFlowError;

/// A change that the bridge refused.
///
/// @param index its position in the list that was sent, from 0
/// @param change the change
/// @param error what the bridge said about it
public record Refusal(int index, Change change, OpenFlowError error) {

  @Override
  public String toString() {
    return "change %d refused with %s: %s".formatted(index, error.name(), change);
  }
}
