package io.weft.cluster;

import io.weft.net.IpPrefix;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A policy (networking.k8s.io/v1 `NetworkPolicy`), with the API server's defaults applied.
///
/// @param namespace its namespace
/// @param name its name
/// @param podSelector the Pods of its namespace that it isolates
/// @param isolatesIngress whether `policyTypes` holds Ingress, given or defaulted
/// @param isolatesEgress whether `policyTypes` holds Egress, given or defaulted
/// @param ingress what may come in, any one rule sufficing; empty unless `isolatesIngress`
/// @param egress what may go out, any one rule sufficing; empty unless `isolatesEgress`
/// @param faults what in the object is broken or unsupported; such a rule is left out of `ingress`
///   and `egress`, so it allows nothing: the policy fails closed
public record NetworkPolicy(
    String namespace,
    String name,
    LabelSelector podSelector,
    boolean isolatesIngress,
    boolean isolatesEgress,
    List<Rule> ingress,
    List<Rule> egress,
    List<String> faults)
    implements ClusterObject {

  public NetworkPolicy {
    ingress = List.copyOf(ingress);
    egress = List.copyOf(egress);
    faults = List.copyOf(faults);
  }

  @Override
  public ObjectKey key() {
    return ObjectKey.networkPolicy(namespace, name);
  }

  /// One rule: traffic with one of the peers on one of the ports is allowed.
  ///
  /// @param index the position of the rule in the object's list, from 0
  /// @param peers who; empty means everybody
  /// @param ports on what; empty means every port and protocol
  public record Rule(int index, List<Peer> peers, List<Port> ports) {
    public Rule {
      peers = List.copyOf(peers);
      ports = List.copyOf(ports);
    }
  }

  /// Who a rule allows (`NetworkPolicyPeer`).
  public sealed interface Peer {

    /// Pods by labels. A selector that is absent is empty here: without `namespaces` the policy's
    /// own namespace is meant, without `pods` all Pods of the namespaces.
    record Pods(Optional<LabelSelector> namespaces, Optional<LabelSelector> pods) implements Peer {}

    /// Addresses of a block, save those in one of the exceptions.
    record IpBlock(IpPrefix cidr, List<IpPrefix> except) implements Peer {
      public IpBlock {
        except = List.copyOf(except);
      }
    }
  }

  /// On what a rule allows traffic (`NetworkPolicyPort`).
  ///
  /// @param protocol the protocol, TCP where the object has none
  /// @param port the port of the receiving side; empty means all ports of the protocol
  /// @param endPort the last port of a range that begins at the (numeric) `port`
  public record Port(Protocol protocol, Optional<PortReference> port, OptionalInt endPort) {
    public Port {
      if (endPort.isPresent()) {
        boolean ranged =
            port.isPresent()
                && port.get() instanceof PortReference.Numbered(int first)
                && Ports.check(endPort.getAsInt()) >= first;
        if (!ranged) {
          throw new IllegalArgumentException(
              "endPort %d needs a numeric port that is not above it".formatted(endPort.getAsInt()));
        }
      }
    }
  }
}
