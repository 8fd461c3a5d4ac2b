package io.weft.pipeline.service;

import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.List;

/// What happens to new connections of one kind of traffic.
public sealed interface Way {

  /// They go to one of these, each with the same chance.
  ///
  /// @param targets ordered, not empty
  record Balance(List<Target> targets) implements Way {
    public Balance {
      targets = List.copyOf(targets);
      if (targets.isEmpty()) {
        throw new IllegalArgumentException("balancing over no endpoint");
      }
    }

    // Written out: a quick compiler does not see through what is generated.
    @Override
    public boolean equals(Object other) {
      return other instanceof Balance balance && targets.equals(balance.targets);
    }

    @Override
    public int hashCode() {
      return targets.hashCode();
    }
  }

  /// They are refused at once: the Service has no endpoint anywhere.
  record Reject() implements Way {}

  /// They are dropped in silence: there are endpoints, but not on this node, and the policy is Local.
  record Drop() implements Way {}
}
