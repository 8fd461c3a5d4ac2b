package io.weft.cni.wiring;

import io.weft.cni.spec.AttachmentKey;
import io.weft.cni.spec.PodReference;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One interface of one container on this node: what Weft has to remember of an ADD.
///
/// Its only store is the `external_ids` of the port in OVSDB (Open_vSwitch(5)), which
/// [#externalIds] writes and [#parse] reads.
///
/// @param key container and interface
/// @param network the name of the CNI network
/// @param netns the path of the network namespace at the time of ADD
/// @param pod the Kubernetes Pod; empty for a container of another kind
/// @param mac the Ethernet address of the container's end
/// @param addresses its addresses, at most one per family, IPv4 first
public record Attachment(
    AttachmentKey key,
    String network,
    String netns,
    Optional<PodReference> pod,
    MacAddress mac,
    List<IpAddress> addresses) {

  private static final String CONTAINER = "weft-container-id";
  private static final String INTERFACE = "weft-ifname";
  private static final String NETWORK = "weft-network";
  private static final String NETNS = "weft-netns";
  private static final String NAMESPACE = "weft-pod-namespace";
  private static final String NAME = "weft-pod-name";
  private static final String UID = "weft-pod-uid";
  private static final String MAC = "weft-mac";
  private static final String IPS = "weft-ips";

  public Attachment {
    addresses = addresses.stream().sorted().toList();
    if (addresses.stream().map(IpAddress::family).distinct().count() != addresses.size()) {
      throw new IllegalArgumentException(
          "%s has two addresses of one family: %s".formatted(key, addresses));
    }
  }

  /// The name of the host's end and of the port: a function of the key, 15 characters.
  public String hostInterface() {
    return HostInterfaceName.of(key);
  }

  /// The address of the family, if there is one.
  public Optional<IpAddress> address(IpFamily family) {
    return addresses.stream().filter(a -> a.family() == family).findFirst();
  }

  /// The gateways of the attachment's addresses.
  ///
  /// @param podCidrs the node's Pod CIDRs
  public List<IpAddress> gateways(List<IpPrefix> podCidrs) {
    List<IpAddress> gateways = new ArrayList<>();
    for (IpAddress address : addresses) {
      podCidrs.stream()
          .filter(p -> p.family() == address.family())
          .forEach(p -> gateways.add(p.address(1)));
    }
    return gateways;
  }

  /// The record as external ids of the port.
  public Map<String, String> externalIds() {
    Map<String, String> ids = new TreeMap<>();
    ids.put(CONTAINER, key.containerId());
    ids.put(INTERFACE, key.ifName());
    ids.put(NETWORK, network);
    ids.put(NETNS, netns);
    ids.put(MAC, mac.toString());
    ids.put(IPS, String.join(",", addresses.stream().map(IpAddress::toString).toList()));
    pod.ifPresent(p -> {
      ids.put(NAMESPACE, p.namespace());
      ids.put(NAME, p.name());
      ids.put(UID, p.uid());
    });
    return ids;
  }

  /// Reads the record back; keys we do not know are ignored.
  ///
  /// @return empty if the port is not an attachment at all (it has no container id)
  /// @throws IllegalArgumentException if it is one and a value is damaged; the message names key
  ///     and value
  public static Optional<Attachment> parse(Map<String, String> externalIds) {
    if (!externalIds.containsKey(CONTAINER)) {
      return Optional.empty();
    }
    String namespace = externalIds.getOrDefault(NAMESPACE, "");
    return Optional.of(
        new Attachment(
            key(externalIds),
            externalIds.getOrDefault(NETWORK, ""),
            externalIds.getOrDefault(NETNS, ""),
            namespace.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    new PodReference(
                        namespace,
                        externalIds.getOrDefault(NAME, ""),
                        externalIds.getOrDefault(UID, ""))),
            MacAddress.parse(externalIds.getOrDefault(MAC, "")),
            addresses(externalIds.getOrDefault(IPS, ""))));
  }

  private static AttachmentKey key(Map<String, String> ids) {
    try {
      return new AttachmentKey(ids.getOrDefault(CONTAINER, ""), ids.getOrDefault(INTERFACE, ""));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("external_ids of a port: " + e.getMessage(), e);
    }
  }

  private static List<IpAddress> addresses(String text) {
    List<IpAddress> addresses = new ArrayList<>();
    for (String address : text.split(",", -1)) {
      if (!address.isEmpty()) {
        addresses.add(IpAddress.parse(address));
      }
    }
    return addresses;
  }
}
