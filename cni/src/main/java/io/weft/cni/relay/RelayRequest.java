package io.weft.cni.relay;

import java.util.Map;

/// One call of the executable.
///
/// @param environment its `CNI_*` variables
/// @param stdin its standard input, as text
public record RelayRequest(Map<String, String> environment, String stdin) {

  public RelayRequest {
    environment = Map.copyOf(environment);
  }
}
