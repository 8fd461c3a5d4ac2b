package io.weft.controller.node;

import io.weft.cluster.Node;
import io.weft.controller.cluster.ClusterObjects;
import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import io.weft.controller.host.HostPlan;
import io.weft.controller.service.ServiceNat;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.match.OfPort;
import io.weft.ovsdb.monitor.Changes;
import io.weft.ovsdb.monitor.RowChange;
import io.weft.ovsdb.openvswitch.Port;
import io.weft.ovsdb.openvswitch.VswitchTables;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.table.Reserved;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What follows for pipeline and host from configuration, Node objects and the switch.
public final class NodePlan {

  private NodePlan() {}

  /// The facts that the flows depend on.
  public static NodeFacts facts(AgentConfiguration configuration, Node node, NodeSwitch made) {
    return new NodeFacts(
        node.name(),
        new NodeFacts.Gateway(new OfPort(made.gateway()), BridgeLayout.gatewayMac(node.name())),
        Optional.of(new NodeFacts.Tunnel(new OfPort(made.tunnel()), made.underlay().local())),
        addresses(node),
        node.podCidrs(),
        configuration.value(Settings.SERVICE_CIDRS),
        new NodeFacts.Options(
            configuration.value(Settings.SERVICES),
            false,
            configuration.value(Settings.NODE_PORT_ADDRESSES),
            made.selfTranslation()));
  }

  private static List<IpAddress> addresses(Node node) {
    return Stream.concat(node.internalIps().stream(), node.externalIps().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /// What the host's network shall be.
  ///
  /// @param virtual virtual addresses of Services outside all known ranges
  public static HostPlan host(
      AgentConfiguration configuration,
      Node node,
      ClusterObjects objects,
      NodeSwitch made,
      List<IpPrefix> virtual) {
    HostPlan.Gateway gateway =
        new HostPlan.Gateway(
            configuration.value(Settings.GATEWAY_INTERFACE),
            made.mtu(),
            node.podCidrs(),
            families().map(Reserved::nextHop).toList(),
            Reserved.ROUTER_MAC,
            families().map(Reserved::range).toList());
    return new HostPlan(
        gateway,
        objects.nodes().stream().flatMap(n -> n.podCidrs().stream()).toList(),
        configuration.value(Settings.SERVICES)
            ? Stream.of(
                    serviceCidrs(configuration, objects).stream(),
                    families().map(Reserved::range),
                    virtual.stream())
                .flatMap(ranges -> ranges)
                .toList()
            : List.of(),
        objects.nodes().stream()
            .filter(n -> !n.name().equals(node.name()))
            .flatMap(n -> addresses(n).stream())
            .toList(),
        configuration.value(Settings.MASQUERADE_EXCLUDE),
        made.datapath().userspace()
            ? Optional.of(
                new HostPlan.Userspace(made.underlay().device(), tunnelEndpoints(node, objects)))
            : Optional.empty());
  }

  private static List<IpAddress> tunnelEndpoints(Node own, ClusterObjects objects) {
    return objects.nodes().stream()
        .filter(node -> !node.name().equals(own.name()))
        .flatMap(node -> node.tunnelEndpoint().stream())
        .toList();
  }

  /// What of the translation of Services does not depend on them.
  public static ServiceNat services(AgentConfiguration configuration, Node node) {
    return new ServiceNat(
        configuration.value(Settings.GATEWAY_INTERFACE),
        node.podCidrs().stream().map(IpPrefix::family).toList(),
        configuration.value(Settings.NODE_PORT_ADDRESSES));
  }

  private static Stream<IpFamily> families() {
    return Arrays.stream(IpFamily.values());
  }

  private static List<IpPrefix> serviceCidrs(
      AgentConfiguration configuration, ClusterObjects objects) {
    List<IpPrefix> configured = configuration.value(Settings.SERVICE_CIDRS);
    return configured.isEmpty()
        ? objects.serviceCidrs().stream().flatMap(s -> s.cidrs().stream()).toList()
        : configured;
  }

  /// Whether the changes delete something that the node needs: a bridge, the gateway, the tunnel.
  public static boolean damaged(AgentConfiguration configuration, Changes changes) {
    Set<String> own =
        Set.of(configuration.value(Settings.GATEWAY_INTERFACE), BridgeLayout.TUNNEL_PORT);
    return changes.of(VswitchTables.BRIDGE).stream().anyMatch(RowChange.Deleted.class::isInstance)
        || changes.of(VswitchTables.PORT).stream()
            .anyMatch(change ->
                change instanceof RowChange.Deleted(var uuid, var row)
                    && own.contains(Port.of(uuid, row).name()));
  }
}
