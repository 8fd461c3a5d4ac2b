package io.weft.controller.node;

import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import io.weft.controller.configuration.Settings.Tunnel;
import io.weft.net.MacAddress;
import io.weft.ovsdb.openvswitch.SwitchChange;
import io.weft.ovsdb.openvswitch.SwitchChange.EnsureBridge;
import io.weft.ovsdb.openvswitch.SwitchChange.EnsurePort;
import io.weft.ovsdb.openvswitch.SwitchChange.InterfaceSpec;
import io.weft.pipeline.table.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The bridges of a node and their own ports, as changes that bring the switch there.
public final class BridgeLayout {

  /// The port to all other nodes.
  public static final String TUNNEL_PORT = "weft-tun";

  private BridgeLayout() {}

  /// The Pods' bridge.
  public static SwitchChange pods(AgentConfiguration configuration, DatapathChoice datapath) {
    return EnsureBridge.secure(
        configuration.value(Settings.BRIDGE), datapath.type(), Map.of("disable-in-band", "true"));
  }

  /// Its gateway, tunnel and table names; the bridge is there.
  ///
  /// @param mtu of the gateway, in bytes
  public static List<SwitchChange> podPorts(
      AgentConfiguration configuration, String nodeName, int mtu) {
    String bridge = configuration.value(Settings.BRIDGE);
    InterfaceSpec gateway =
        InterfaceSpec.ofType("internal", Map.of()).withMtu(mtu).withMac(gatewayMac(nodeName));
    return List.of(
        new EnsurePort(bridge, configuration.value(Settings.GATEWAY_INTERFACE), gateway, Map.of()),
        new EnsurePort(bridge, TUNNEL_PORT, tunnel(configuration), Map.of()),
        new SwitchChange.NameFlowTables(bridge, tableNames()));
  }

  private static InterfaceSpec tunnel(AgentConfiguration configuration) {
    Tunnel tunnel = configuration.value(Settings.TUNNEL);
    Map<String, String> options = new HashMap<>(Map.of("remote_ip", "flow", "key", "flow"));
    int port = configuration.value(Settings.TUNNEL_PORT);
    if (port != 0 && tunnel != Tunnel.GRE) {
      options.put("dst_port", Integer.toString(port));
    }
    return InterfaceSpec.ofType(tunnel.name().toLowerCase(Locale.ROOT), options);
  }

  /// The names of the tables by number.
  public static Map<Integer, String> tableNames() {
    Map<Integer, String> names = new HashMap<>();
    Arrays.stream(Table.values()).forEach(table -> names.put(table.number(), table.title()));
    return names;
  }

  /// The bridge that takes over the underlay interface on the userspace datapath.
  ///
  /// @param mac the interface's own, which the bridge keeps so that neighbours need not learn
  /// @param record what is about to move
  /// @param receiveBuffer the size that receive buffers have, if it is about to be changed
  public static SwitchChange underlay(
      String bridge, MacAddress mac, UnderlayRecord record, Optional<Integer> receiveBuffer) {
    Map<String, String> ids = new HashMap<>(record.externalIds());
    receiveBuffer.map(UnderlayRecord::receiveBuffer).ifPresent(ids::putAll);
    return new EnsureBridge(
        bridge,
        DatapathChoice.USERSPACE,
        "standalone",
        Set.of(),
        Map.of("hwaddr", mac.toString(), "disable-in-band", "true"),
        ids);
  }

  /// Its ports; the bridge is there.
  ///
  /// @param mtu of the interface, in bytes
  public static List<SwitchChange> underlayPorts(String bridge, UnderlayRecord record, int mtu) {
    InterfaceSpec local = InterfaceSpec.ofType("internal", Map.of()).withMtu(mtu);
    return List.of(
        new EnsurePort(bridge, bridge, local, Map.of()),
        new EnsurePort(bridge, record.device(), InterfaceSpec.system(), Map.of()));
  }

  /// The gateway's Ethernet address: locally administered, a function of the node's name, so that
  /// it survives whatever is made anew.
  public static MacAddress gatewayMac(String nodeName) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(("weft-gw " + nodeName).getBytes(StandardCharsets.UTF_8));
      hash[0] = (byte) ((hash[0] & 0xfc) | 0x02);
      return MacAddress.ofBytes(Arrays.copyOf(hash, 6));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
