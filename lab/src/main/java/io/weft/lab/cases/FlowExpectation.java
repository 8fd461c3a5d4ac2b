package io.weft.lab.cases;

import java.util.List;

/// What must have become of an open flow.
///
/// @param flow its name
/// @param alive whether it may be alive
/// @param broken whether it may be broken
/// @param endpoints who may answer now, if alive; empty: anybody
/// @param endpointPort the port at which the endpoint must be reached; 0: any
public record FlowExpectation(
    String flow, boolean alive, boolean broken, List<String> endpoints, int endpointPort) {

  public FlowExpectation {
    endpoints = List.copyOf(endpoints);
  }
}
