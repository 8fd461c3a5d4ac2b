package io.weft.pipeline.policy;

import io.weft.cluster.NetworkPolicy;
import io.weft.policy.Direction;
import io.weft.policy.NamedPort;
import io.weft.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A known policy; each is equal to itself alone.
final class KnownPolicy {
  final NetworkPolicy object;
  final Policy policy;
  final Set<NamedPort> names;
  final PolicySet.Member nameless;
  private final int hash;

  KnownPolicy(NetworkPolicy object) {
    this.object = object;
    this.policy = Policy.of(object);
    this.names = policy.names(Direction.INGRESS);
    this.nameless = new PolicySet.Member(policy.key(), List.of());
    this.hash = object.key().hashCode();
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// What names mean is for ingress the judged Pod's to say.
  PolicySet.Member ingressMember(List<OfferedPort> offered) {
    List<OfferedPort> ports = new ArrayList<>();
    if (!names.isEmpty()) {
      for (OfferedPort port : offered) {
        if (names.contains(port.name())) {
          ports.add(port);
        }
      }
    }
    return ports.isEmpty() ? nameless : new PolicySet.Member(policy.key(), ports);
  }
}
