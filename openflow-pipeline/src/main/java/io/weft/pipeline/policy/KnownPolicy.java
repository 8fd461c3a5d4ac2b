package io.weft.pipeline.policy;

import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.ObjectKey;
import io.weft.policy.Direction;
import io.weft.policy.NamedPort;
import io.weft.policy.PodSelector;
import io.weft.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A known policy; each is equal to itself alone.
///
/// Most policies of a cluster select no Pod of this node: what their rules say is not worked out.
final class KnownPolicy {

  final NetworkPolicy object;
  final ObjectKey key;
  final PodSelector subjects;
  private final int hash;
  private @Nullable InForce inForce;

  /// What is worked out when the policy first comes into force.
  private record InForce(Policy policy, Set<NamedPort> names, PolicySet.Member nameless) {}

  KnownPolicy(NetworkPolicy object) {
    this.object = object;
    this.key = object.key();
    this.subjects = Policy.subjects(object);
    this.hash = key.hashCode();
  }

  Policy policy() {
    return inForce().policy;
  }

  private InForce inForce() {
    if (inForce == null) {
      Policy policy = Policy.of(object);
      Set<NamedPort> names = Set.copyOf(policy.names(Direction.INGRESS));
      inForce = new InForce(policy, names, new PolicySet.Member(key, List.of()));
    }
    return inForce;
  }

  boolean isolates(Direction direction) {
    return switch (direction) {
      case INGRESS -> object.isolatesIngress();
      case EGRESS -> object.isolatesEgress();
    };
  }

  /// The member of sets for the direction. What names mean is for ingress the judged Pod's to say.
  ///
  /// @param offered the Pod's named ports
  PolicySet.Member member(Direction direction, List<OfferedPort> offered) {
    InForce now = inForce();
    if (direction == Direction.EGRESS || now.names.isEmpty()) {
      return now.nameless;
    }
    List<OfferedPort> ports = new ArrayList<>();
    for (OfferedPort port : offered) {
      if (now.names.contains(port.name())) {
        ports.add(port);
      }
    }
    return ports.isEmpty() ? now.nameless : new PolicySet.Member(key, ports);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
