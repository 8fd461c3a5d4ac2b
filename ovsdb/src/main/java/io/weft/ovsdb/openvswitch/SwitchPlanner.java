package io.weft.ovsdb.openvswitch;

import static io.weft.ovsdb.openvswitch.VswitchTables.BRIDGE;
import static io.weft.ovsdb.openvswitch.VswitchTables.FLOW_TABLE;
import static io.weft.ovsdb.openvswitch.VswitchTables.INTERFACE;
import static io.weft.ovsdb.openvswitch.VswitchTables.PORT;
import static io.weft.ovsdb.openvswitch.VswitchTables.ROOT;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Condition;
import io.weft.ovsdb.notation.Mutation;
import io.weft.ovsdb.notation.OvsMap;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Row;
import io.weft.ovsdb.openvswitch.SwitchChange.DeleteBridge;
import io.weft.ovsdb.openvswitch.SwitchChange.DeletePort;
import io.weft.ovsdb.openvswitch.SwitchChange.EnsureBridge;
import io.weft.ovsdb.openvswitch.SwitchChange.NameFlowTables;
import io.weft.ovsdb.openvswitch.SwitchChange.Owner;
import io.weft.ovsdb.openvswitch.SwitchChange.SetExternalIds;
import io.weft.ovsdb.operations.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// From changes and the switch as it is to a plan. Pure: equal arguments give equal operations.
final class SwitchPlanner {

  private final Vswitch now;
  private final SwitchPlan plan = new SwitchPlan();

  private SwitchPlanner(Vswitch now) {
    this.now = now;
  }

  static SwitchPlan plan(List<SwitchChange> changes, Vswitch now) {
    SwitchPlanner planner = new SwitchPlanner(now);
    changes.forEach(planner::plan);
    return planner.plan;
  }

  private void plan(SwitchChange change) {
    switch (change) {
      case EnsureBridge bridge -> ensureBridge(bridge);
      case DeleteBridge(String name) -> deleteBridge(name);
      case SwitchChange.EnsurePort port -> PortPlanner.ensure(plan, now, port);
      case DeletePort(String bridge, String name) -> deletePort(bridge, name);
      case NameFlowTables tables -> nameFlowTables(tables);
      case SetExternalIds ids -> setExternalIds(ids);
      case SwitchChange.SetOtherConfig(var put, var remove) ->
          setRootKeys("other_config", OpenVSwitch::otherConfig, put, remove);
    }
  }

  private void ensureBridge(EnsureBridge wanted) {
    Optional<Bridge> found = now.bridge(wanted.name());
    if (found.isEmpty()) {
      createBridge(wanted);
      return;
    }
    Bridge bridge = found.orElseThrow();
    plan.guardPresent(BRIDGE, wanted.name());
    Row row = Row.EMPTY;
    if (!bridge.datapathType().equals(wanted.datapathType())) {
      row = row.with("datapath_type", Atom.of(wanted.datapathType()));
    }
    if (!bridge.failMode().equals(Optional.of(wanted.failMode()))) {
      row = row.with("fail_mode", Atom.of(wanted.failMode()));
    }
    if (!bridge.protocols().equals(wanted.protocols())) {
      row = row.with("protocols", sorted(wanted.protocols()));
    }
    plan.update(BRIDGE, bridge.uuid(), row);
    List<Condition> where = List.of(Condition.is(bridge.uuid()));
    plan.setKeys(
        BRIDGE, where, "other_config", bridge.otherConfig(), wanted.otherConfig(), Set.of());
    plan.setKeys(
        BRIDGE, where, "external_ids", bridge.externalIds(), wanted.externalIds(), Set.of());
  }

  private void createBridge(EnsureBridge wanted) {
    if (now.root().isEmpty()) {
      plan.guard(ROOT, List.of(), List.of("next_cfg"), List.of(), "the root row appeared");
      plan.change(Operation.insert(ROOT, Row.EMPTY));
    }
    plan.guardAbsent(BRIDGE, wanted.name());
    Atom.NamedUuid local =
        PortPlanner.insert(
            plan, wanted.name(), SwitchChange.InterfaceSpec.ofType("internal", Map.of()), Map.of());
    Atom.NamedUuid bridge =
        plan.insert(
            BRIDGE,
            Row.EMPTY
                .with("name", Atom.of(wanted.name()))
                .with("datapath_type", Atom.of(wanted.datapathType()))
                .with("fail_mode", Atom.of(wanted.failMode()))
                .with("protocols", sorted(wanted.protocols()))
                .with("ports", OvsSet.of(local))
                .with("other_config", OvsMap.ofTexts(new TreeMap<>(wanted.otherConfig())))
                .with("external_ids", OvsMap.ofTexts(new TreeMap<>(wanted.externalIds()))));
    plan.change(
        new Operation.Mutate(
            ROOT, List.of(), List.of(Mutation.insert("bridges", OvsSet.of(bridge)))));
  }

  private void deleteBridge(String name) {
    Optional<Bridge> bridge = now.bridge(name);
    if (bridge.isEmpty()) {
      plan.guardAbsent(BRIDGE, name);
      return;
    }
    OvsSet gone = OvsSet.of(bridge.orElseThrow().uuid());
    plan.change(new Operation.Mutate(ROOT, List.of(), List.of(Mutation.delete("bridges", gone))));
  }

  private void deletePort(String bridge, String name) {
    Optional<Port> found = now.port(name);
    if (found.isEmpty()) {
      plan.guardAbsent(PORT, name);
      return;
    }
    Port port = found.orElseThrow();
    Optional<Bridge> owner = now.bridgeOf(port);
    if (owner.filter(b -> b.name().equals(bridge)).isEmpty()) {
      // Of another bridge: on this one it does not exist, which is all that was asked for.
      return;
    }
    plan.change(
        new Operation.Mutate(
            BRIDGE,
            List.of(Condition.named(bridge)),
            List.of(Mutation.delete("ports", OvsSet.of(port.uuid())))));
  }

  private void nameFlowTables(NameFlowTables wanted) {
    Optional<Bridge> bridge = now.bridge(wanted.bridge());
    Map<Long, Atom.Uuid> before = bridge.map(Bridge::flowTables).orElse(Map.of());
    bridge.ifPresentOrElse(
        b -> plan.guardUnchanged(BRIDGE, b.uuid(), "flow_tables", references(before), b.name()),
        () -> plan.guardPresent(BRIDGE, wanted.bridge()));
    Map<Atom, Atom> after = new LinkedHashMap<>();
    new TreeMap<>(wanted.names())
        .forEach((number, name) ->
            after.put(
                Atom.of(number.longValue()),
                flowTable(Optional.ofNullable(before.get(number.longValue())), name)));
    if (!after.equals(references(before).entries())) {
      plan.change(
          new Operation.Update(
              BRIDGE,
              List.of(Condition.named(wanted.bridge())),
              Row.EMPTY.with("flow_tables", new OvsMap(after))));
    }
  }

  private Atom flowTable(Optional<Atom.Uuid> existing, String name) {
    Row row = Row.EMPTY.with("name", Atom.of(name));
    if (existing.isEmpty()) {
      return plan.insert(FLOW_TABLE, row);
    }
    Atom.Uuid uuid = existing.orElseThrow();
    if (!now.flowTable(uuid).flatMap(FlowTable::name).equals(Optional.of(name))) {
      plan.update(FLOW_TABLE, uuid, row);
    }
    return uuid;
  }

  private void setExternalIds(SetExternalIds wanted) {
    switch (wanted.owner()) {
      case Owner.Root() ->
          setRootKeys("external_ids", OpenVSwitch::externalIds, wanted.put(), wanted.remove());
      case Owner.BridgeNamed(String name) ->
          setIds(BRIDGE, name, now.bridge(name).map(Bridge::externalIds), wanted);
      case Owner.PortNamed(String name) ->
          setIds(PORT, name, now.port(name).map(Port::externalIds), wanted);
      case Owner.InterfaceNamed(String name) ->
          setIds(INTERFACE, name, now.iface(name).map(Interface::externalIds), wanted);
    }
  }

  private void setRootKeys(
      String column,
      Function<OpenVSwitch, Map<String, String>> current,
      Map<String, String> put,
      Set<String> remove) {
    now.root()
        .map(current)
        .ifPresentOrElse(
            keys -> plan.setKeys(ROOT, List.of(), column, keys, put, remove),
            () ->
                plan.reject(
                    "the database has no root row; start ovs-vswitchd or run 'ovs-vsctl init'"));
  }

  private void setIds(
      String table, String name, Optional<Map<String, String>> ids, SetExternalIds wanted) {
    plan.guardPresent(table, name);
    plan.setKeys(
        table,
        List.of(Condition.named(name)),
        "external_ids",
        ids.orElse(Map.of()),
        wanted.put(),
        wanted.remove());
  }

  private static OvsMap references(Map<Long, Atom.Uuid> rows) {
    Map<Atom, Atom> entries = new LinkedHashMap<>();
    rows.forEach((number, uuid) -> entries.put(Atom.of(number), uuid));
    return new OvsMap(entries);
  }

  private static OvsSet sorted(Set<String> texts) {
    return OvsSet.ofTexts(texts.stream().sorted().toList());
  }
}
