package io.weft.pipeline.node;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.match.OfPort;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What holds for the node as a whole.
///
/// A family is served if the node has a Pod CIDR of it.
///
/// @param name the node's name
/// @param gateway the port to the node's own network stack
/// @param tunnel the port to other nodes; empty for a node that has none (yet)
/// @param addresses the node's own addresses, for which every Pod of the node is always reachable
/// @param podCidrs the blocks of the node's Pods, at most one of each family
/// @param serviceCidrs configured Service ranges; empty to take them from ServiceCIDR objects
/// @param options choices of the operator and of the moment
public record NodeFacts(
    String name,
    Gateway gateway,
    Optional<Tunnel> tunnel,
    List<IpAddress> addresses,
    List<IpPrefix> podCidrs,
    List<IpPrefix> serviceCidrs,
    Options options) {

  /// The gateway port.
  ///
  /// @param port its ofport
  /// @param mac its Ethernet address
  public record Gateway(OfPort port, MacAddress mac) {}

  /// The tunnel port. Its encapsulation makes no difference to the flows.
  ///
  /// @param port its ofport
  /// @param local the underlay address that this node sends from: the one that other nodes know
  public record Tunnel(OfPort port, IpAddress local) {}

  /// Choices.
  ///
  /// @param services whether Weft serves Services; otherwise another proxy does, on the host
  /// @param midstream whether TCP connections may be picked up in their middle: for a bounded time
  ///     after conntrack was lost, and never otherwise
  /// @param nodePortAddresses where the node's own addresses must lie to serve NodePorts; empty for
  ///     all of them
  /// @param selfTranslation whether a connection that no Service translates asks conntrack for a
  ///     translation to itself, which finds it another source port where it collides with one that a
  ///     Service made. Open vSwitch's conntrack in user space before 3.3 ends with a failed assertion on such a
  ///     connection (when its tuple is used again after it expired and before it was swept)
  public record Options(
      boolean services,
      boolean midstream,
      List<IpPrefix> nodePortAddresses,
      boolean selfTranslation) {
    public static final Options DEFAULT = new Options(true, false);

    public Options {
      nodePortAddresses = List.copyOf(nodePortAddresses);
    }

    /// NodePorts at all of the node's addresses.
    public Options(boolean services, boolean midstream) {
      this(services, midstream, List.of(), true);
    }
  }

  public NodeFacts {
    addresses = List.copyOf(addresses);
    podCidrs = List.copyOf(podCidrs);
    serviceCidrs = List.copyOf(serviceCidrs);
    Set<IpFamily> families = new HashSet<>();
    for (IpPrefix cidr : podCidrs) {
      if (!families.add(cidr.family())) {
        throw new IllegalArgumentException(
            "node %s has two Pod CIDRs of one family: %s".formatted(name, podCidrs));
      }
      if (cidr.length() > cidr.family().bits() - 2) {
        throw new IllegalArgumentException(
            "Pod CIDR %s of node %s has no room for Pods".formatted(cidr, name));
      }
    }
  }

  /// The node's own addresses that serve NodePorts, the gateway's among them.
  public List<IpAddress> nodePortAddresses() {
    return Stream.concat(addresses.stream(), podCidrs.stream().map(NodeFacts::gatewayAddress))
        .filter(address -> serves(address.family()))
        .filter(address ->
            options.nodePortAddresses().isEmpty()
                || options.nodePortAddresses().stream().anyMatch(p -> p.contains(address)))
        .distinct()
        .toList();
  }

  /// Whether the node has Pods of the family.
  public boolean serves(IpFamily family) {
    for (IpPrefix cidr : podCidrs) {
      if (cidr.family() == family) {
        return true;
      }
    }
    return false;
  }

  /// The address of the gateway port in a Pod CIDR: the first one. It means this node.
  public static IpAddress gatewayAddress(IpPrefix podCidr) {
    return podCidr.address(1);
  }

  /// The source of outside traffic that had to be masqueraded to come back: the second address of
  /// the Pod CIDR. It does not mean this node.
  public static IpAddress masqueradeAddress(IpPrefix podCidr) {
    return podCidr.address(2);
  }

  /// The same node with other options.
  public NodeFacts withOptions(Options newOptions) {
    return new NodeFacts(name, gateway, tunnel, addresses, podCidrs, serviceCidrs, newOptions);
  }
}
