package io.weft.lab.topology;

import io.weft.lab.state.KubernetesObject;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A node of the lab, as its Node object has it.
///
/// @param object the Node object with InternalIPs and Pod CIDRs
public record NodeSpec(KubernetesObject object) {

  private static final Set<String> RESERVED = Set.of("net", "state");

  public NodeSpec {
    if (!object.kind().equals("Node")) {
      throw new IllegalArgumentException(object.id() + " is not a Node");
    }
    if (RESERVED.contains(object.name())) {
      throw new IllegalArgumentException(
          "a lab's node cannot be called '" + object.name() + "': the lab uses that name itself");
    }
    if (object.internalAddresses().isEmpty()) {
      throw new IllegalArgumentException(
          object.id() + " has no InternalIP: add one to status.addresses");
    }
  }

  public String name() {
    return object.name();
  }

  /// The InternalIPs.
  public List<IpAddress> addresses() {
    return object.internalAddresses();
  }

  public List<IpPrefix> podCidrs() {
    return object.podCidrs();
  }

  /// The first InternalIP of a family.
  public Optional<IpAddress> address(IpFamily family) {
    return addresses().stream().filter(address -> address.family() == family).findFirst();
  }

  /// The prefix of the underlay that an InternalIP lies in: /24 or /64.
  public static IpPrefix underlay(IpAddress address) {
    return new IpPrefix(address, address.isIpv4() ? 24 : 64);
  }
}
