package io.weft.ovsdb.openvswitch;

import io.weft.ovsdb.monitor.Snapshot;
import io.weft.ovsdb.notation.Atom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A snapshot of the Open_vSwitch database, read through types.
///
/// @param snapshot of the tables of [VswitchTables#monitored()]
public record Vswitch(Snapshot snapshot) {

  /// The root row; empty in a database that nobody has initialised.
  public Optional<OpenVSwitch> root() {
    return snapshot.rows(VswitchTables.ROOT).entrySet().stream()
        .findFirst()
        .map(entry -> OpenVSwitch.of(entry.getKey(), entry.getValue()));
  }

  /// The bridge of this name.
  public Optional<Bridge> bridge(String name) {
    return snapshot
        .named(VswitchTables.BRIDGE, name)
        .map(entry -> Bridge.of(entry.getKey(), entry.getValue()));
  }

  /// All bridges.
  public List<Bridge> bridges() {
    return snapshot.rows(VswitchTables.BRIDGE).entrySet().stream()
        .map(entry -> Bridge.of(entry.getKey(), entry.getValue()))
        .collect(Collectors.toUnmodifiableList());
  }

  /// The port of this name, on whichever bridge.
  public Optional<Port> port(String name) {
    return snapshot
        .named(VswitchTables.PORT, name)
        .map(entry -> Port.of(entry.getKey(), entry.getValue()));
  }

  /// The ports of a bridge, its local port included.
  public List<Port> ports(Bridge bridge) {
    return bridge.ports().stream()
        .flatMap(uuid -> snapshot.row(VswitchTables.PORT, uuid).map(r -> Port.of(uuid, r)).stream())
        .collect(Collectors.toUnmodifiableList());
  }

  /// The bridge that a port is on.
  public Optional<Bridge> bridgeOf(Port port) {
    return bridges().stream().filter(bridge -> bridge.ports().contains(port.uuid())).findFirst();
  }

  /// The interface of this name.
  public Optional<Interface> iface(String name) {
    return snapshot
        .named(VswitchTables.INTERFACE, name)
        .map(entry -> Interface.of(entry.getKey(), entry.getValue()));
  }

  /// The interfaces of a port: one, except for bonds.
  public List<Interface> interfaces(Port port) {
    return port.interfaces().stream()
        .flatMap(uuid ->
            snapshot
                .row(VswitchTables.INTERFACE, uuid)
                .map(row -> Interface.of(uuid, row))
                .stream())
        .collect(Collectors.toUnmodifiableList());
  }

  /// The names of a bridge's OpenFlow tables, by table number.
  public Map<Integer, String> flowTableNames(Bridge bridge) {
    Map<Integer, String> names = new TreeMap<>();
    bridge
        .flowTables()
        .forEach((number, uuid) ->
            flowTable(uuid)
                .flatMap(FlowTable::name)
                .ifPresent(name -> names.put(number.intValue(), name)));
    return names;
  }

  /// The configuration of an OpenFlow table.
  public Optional<FlowTable> flowTable(Atom.Uuid uuid) {
    return snapshot.row(VswitchTables.FLOW_TABLE, uuid).map(row -> FlowTable.of(uuid, row));
  }
}
