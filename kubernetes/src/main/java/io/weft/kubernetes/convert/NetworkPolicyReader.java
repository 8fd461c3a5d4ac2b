package io.weft.kubernetes.convert;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Port;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// NetworkPolicies (networking.k8s.io/v1), failing closed.
///
/// A rule that cannot be read is left out, so it allows nothing. Where the selection itself or the
/// direction cannot be read, the policy isolates what it may have meant and allows nothing there.
final class NetworkPolicyReader {

  private final List<Fault> faults;

  /// @param faults where faults are added to
  NetworkPolicyReader(List<Fault> faults) {
    this.faults = faults;
  }

  NetworkPolicy policy(Field root, ObjectKey key) {
    Field spec = root.at("spec");
    Optional<LabelSelector> selector = selection(spec.at("podSelector"));
    Directions directions = directions(spec);
    List<Rule> ingress = directions.ingress() ? rules(spec.at("ingress"), "from") : List.of();
    List<Rule> egress = directions.egress() ? rules(spec.at("egress"), "to") : List.of();
    return new NetworkPolicy(
        key.namespace(),
        key.name(),
        selector.orElse(LabelSelector.EVERYTHING),
        directions.ingress(),
        directions.egress(),
        selector.isPresent() ? ingress : List.of(),
        selector.isPresent() ? egress : List.of(),
        faults.stream().map(Fault::toString).toList());
  }

  /// The selector of the Pods to isolate; empty if it cannot be read.
  private Optional<LabelSelector> selection(Field field) {
    try {
      return Optional.of(Selectors.selector(field));
    } catch (MalformedField malformed) {
      faults.add(malformed.fault());
      return Optional.empty();
    }
  }

  private record Directions(boolean ingress, boolean egress) {}

  /// Without `policyTypes`: Ingress always, Egress if there are egress rules. A type that is not
  /// known may have been meant as either.
  private Directions directions(Field spec) {
    boolean ingress = false;
    boolean egress = false;
    try {
      List<Field> types = spec.at("policyTypes").items();
      if (types.isEmpty()) {
        return new Directions(true, !spec.at("egress").items().isEmpty());
      }
      for (Field type : types) {
        switch (type.requiredText()) {
          case "Ingress" -> ingress = true;
          case "Egress" -> egress = true;
          default -> throw type.malformed("give Ingress or Egress");
        }
      }
      return new Directions(ingress, egress);
    } catch (MalformedField malformed) {
      faults.add(malformed.fault());
      return new Directions(true, true);
    }
  }

  private List<Rule> rules(Field list, String peers) {
    List<Field> items;
    try {
      items = list.items();
    } catch (MalformedField malformed) {
      faults.add(malformed.fault());
      return List.of();
    }
    List<Rule> rules = new ArrayList<>();
    for (int index = 0; index < items.size(); index++) {
      try {
        Field rule = items.get(index);
        rules.add(
            new Rule(
                index,
                rule.at(peers).each(NetworkPolicyReader::peer),
                rule.at("ports").each(NetworkPolicyReader::port)));
      } catch (MalformedField malformed) {
        faults.add(malformed.fault());
      }
    }
    return rules;
  }

  private static Peer peer(Field peer) {
    Field block = peer.at("ipBlock");
    Field namespaces = peer.at("namespaceSelector");
    Field pods = peer.at("podSelector");
    if (block.present()) {
      if (namespaces.present() || pods.present()) {
        throw peer.malformed("give either an ipBlock or selectors; make two peers of them");
      }
      return block(block);
    }
    if (!namespaces.present() && !pods.present()) {
      throw peer.malformed("give an ipBlock, a namespaceSelector or a podSelector");
    }
    return new Peer.Pods(Selectors.optional(namespaces), Selectors.optional(pods));
  }

  private static Peer block(Field block) {
    IpPrefix cidr = block.at("cidr").prefix();
    return new Peer.IpBlock(
        cidr,
        block
            .at("except")
            .each(field -> {
              IpPrefix except = field.prefix();
              if (!cidr.contains(except) || cidr.equals(except)) {
                throw field.malformed("give a block that lies within " + cidr);
              }
              return except;
            }));
  }

  private static Port port(Field port) {
    Protocol protocol = port.at("protocol").word(PodReader.PROTOCOLS, Protocol.TCP);
    Optional<PortReference> reference = reference(port.at("port"));
    Field last = port.at("endPort");
    OptionalInt endPort = last.port(false);
    if (endPort.isPresent()) {
      boolean ranged =
          reference.isPresent()
              && reference.get() instanceof PortReference.Numbered(int first)
              && first <= endPort.getAsInt();
      if (!ranged) {
        throw last.malformed("give a numeric port beside it that is not above it");
      }
    }
    return new Port(protocol, reference, endPort);
  }

  private static Optional<PortReference> reference(Field field) {
    return switch (field.value()) {
      case null -> Optional.empty();
      case String _ -> Optional.of(new PortReference.Named(field.portName()));
      case Object _ -> Optional.of(new PortReference.Numbered(field.requiredPort()));
    };
  }
}
