package io.weft.lab.bench.traffic;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.node.Ovs;
import io.weft.net.IpAddress;
import java.util.List;

/// The baseline of a switch that decides nothing: in the same ovs-vswitchd a second bridge whose one
/// flow says NORMAL, with two namespaces attached as Pods are: veth, checksums not offloaded, the same
/// MTU, and the kernel kept from taking the frames for itself.
final class NormalBridge implements AutoCloseable {

  private static final String BRIDGE = "br-normal";
  private static final List<String> ENDS = List.of("normal-c", "normal-s");
  private static final IpAddress SERVER = IpAddress.parse("192.0.2.2");

  private final LabNode node;
  private final List<NetworkNamespace> namespaces;

  private NormalBridge(LabNode node, List<NetworkNamespace> namespaces) {
    this.node = node;
    this.namespaces = namespaces;
  }

  /// Builds it on a node.
  ///
  /// @param prefix of the namespaces' names, so that they go with the lab
  /// @param mtu what Pods have
  static NormalBridge create(LabNode node, String prefix, int mtu) {
    Ovs ovs = node.ovs();
    String _ =
        ovs.vsctl("add-br", BRIDGE, "--", "set", "bridge", BRIDGE, "datapath_type=netdev").run();
    List<NetworkNamespace> namespaces =
        ENDS.stream().map(end -> new NetworkNamespace(prefix + end)).toList();
    for (int i = 0; i < ENDS.size(); i++) {
      attach(node, ENDS.get(i), namespaces.get(i), "192.0.2." + (i + 1), mtu);
    }
    String _ = ovs.ofctl("add-flow", BRIDGE, "actions=NORMAL").run();
    return new NormalBridge(node, namespaces);
  }

  private static void attach(
      LabNode node, String end, NetworkNamespace namespace, String address, int mtu) {
    namespace.create();
    node.namespace()
        .ip(
            "link add %s mtu %d type veth peer name eth0 mtu %d netns %s"
                .formatted(end, mtu, mtu, namespace.name()),
            "link set %s up".formatted(end));
    namespace.ip("addr add %s/24 dev eth0".formatted(address), "link set eth0 up");
    String _ = namespace.command("ethtool", "-K", "eth0", "tx", "off").run();
    String _ =
        node.namespace()
            .command("nft", "-f", "-")
            .reading(
                """
                table netdev bench-%s {
                  chain guard { type filter hook ingress device %s priority 0; policy drop; }
                }
                """
                    .formatted(end, end))
            .run();
    String _ = node.ovs().vsctl("add-port", BRIDGE, end).run();
  }

  /// From one of its namespaces to the other.
  Lane lane(int port) {
    return new Lane(node.ovs(), namespaces.getFirst(), SERVER, port);
  }

  /// Where the lane's server has to listen.
  NetworkNamespace server() {
    return namespaces.getLast();
  }

  /// Removes bridge and namespaces.
  @Override
  public void close() {
    String _ = node.ovs().vsctl("--if-exists", "del-br", BRIDGE).run();
    namespaces.forEach(NetworkNamespace::delete);
  }
}
