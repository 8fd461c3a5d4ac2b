package io.weft.controller;

import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import io.weft.controller.node.BridgeLayout;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.text.Names;
import io.weft.ovsdb.openvswitch.Interface;
import io.weft.ovsdb.openvswitch.Vswitch;
import io.weft.ovsdb.openvswitch.VswitchClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The names of the Pods' bridge's tables and ports, as they are at the moment of the question.
///
/// @param configuration says which bridge
/// @param vswitch the database
record BridgeNames(AgentConfiguration configuration, VswitchClient vswitch)
    implements Supplier<Names> {

  @Override
  public Names get() {
    return new Names(BridgeLayout.tableNames(), ports(vswitch.now()));
  }

  private Map<OfPort, String> ports(Vswitch now) {
    Map<OfPort, String> names = new HashMap<>();
    now.bridge(configuration.value(Settings.BRIDGE)).map(now::ports).orElse(List.of()).stream()
        .flatMap(port -> now.interfaces(port).stream())
        .filter(Interface::isReady)
        .forEach(iface -> names.put(number(iface), iface.name()));
    return names;
  }

  private static OfPort number(Interface iface) {
    return OfPort.ofShort((int) iface.ofport().orElseThrow());
  }
}
