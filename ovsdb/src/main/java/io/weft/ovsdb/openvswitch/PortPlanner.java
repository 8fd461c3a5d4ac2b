package io.weft.ovsdb.openvswitch;

import static io.weft.ovsdb.openvswitch.VswitchTables.BRIDGE;
import static io.weft.ovsdb.openvswitch.VswitchTables.INTERFACE;
import static io.weft.ovsdb.openvswitch.VswitchTables.PORT;

import io.weft.net.MacAddress;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Condition;
import io.weft.ovsdb.notation.Mutation;
import io.weft.ovsdb.notation.OvsMap;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Row;
import io.weft.ovsdb.notation.Value;
import io.weft.ovsdb.openvswitch.SwitchChange.EnsurePort;
import io.weft.ovsdb.openvswitch.SwitchChange.InterfaceSpec;
import io.weft.ovsdb.operations.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// The part of a plan that makes ports.
///
/// A port joins its bridge by `mutate insert`, so ports that are added at the same time do not get
/// in each other's way.
final class PortPlanner {

  private PortPlanner() {}

  static void ensure(SwitchPlan plan, Vswitch now, EnsurePort wanted) {
    now.port(wanted.name())
        .ifPresentOrElse(port -> change(plan, now, port, wanted), () -> create(plan, wanted));
  }

  /// Inserts a port and its interface; a bridge must be made to refer to the port.
  static Atom.NamedUuid insert(
      SwitchPlan plan, String name, InterfaceSpec spec, Map<String, String> externalIds) {
    Atom.NamedUuid iface =
        plan.insert(
            INTERFACE,
            Row.EMPTY
                .with("name", Atom.of(name))
                .with("type", Atom.of(spec.type()))
                .with("options", texts(spec.options()))
                .with("mac", optionalText(spec.mac()))
                .with("mtu_request", optionalInteger(spec.mtuRequest()))
                .with("ofport_request", optionalInteger(spec.ofportRequest()))
                .with("external_ids", texts(spec.externalIds())));
    return plan.insert(
        PORT,
        Row.EMPTY
            .with("name", Atom.of(name))
            .with("interfaces", OvsSet.of(iface))
            .with("external_ids", texts(externalIds)));
  }

  private static void create(SwitchPlan plan, EnsurePort wanted) {
    plan.guardPresent(BRIDGE, wanted.bridge());
    plan.guardAbsent(PORT, wanted.name());
    Atom.NamedUuid port = insert(plan, wanted.name(), wanted.spec(), wanted.externalIds());
    plan.change(
        new Operation.Mutate(
            BRIDGE,
            List.of(Condition.named(wanted.bridge())),
            List.of(Mutation.insert("ports", OvsSet.of(port)))));
  }

  private static void change(SwitchPlan plan, Vswitch now, Port port, EnsurePort wanted) {
    String bridge = now.bridgeOf(port).map(Bridge::name).orElse("none");
    if (!bridge.equals(wanted.bridge())) {
      plan.reject(
          "port '%s' is on bridge '%s', not on '%s'; delete it there first"
              .formatted(port.name(), bridge, wanted.bridge()));
      return;
    }
    List<Interface> interfaces = now.interfaces(port);
    if (interfaces.size() != 1 || !interfaces.getFirst().name().equals(port.name())) {
      plan.reject(
          "port '%s' is a bond or has an interface of another name; delete it first"
              .formatted(port.name()));
      return;
    }
    Interface iface = interfaces.getFirst();
    plan.guardUnchanged(PORT, port.uuid(), "interfaces", OvsSet.of(iface.uuid()), port.name());
    plan.update(INTERFACE, iface.uuid(), differences(iface, wanted.spec()));
    plan.setKeys(
        INTERFACE,
        List.of(Condition.is(iface.uuid())),
        "external_ids",
        iface.externalIds(),
        wanted.spec().externalIds(),
        Set.of());
    plan.setKeys(
        PORT,
        List.of(Condition.is(port.uuid())),
        "external_ids",
        port.externalIds(),
        wanted.externalIds(),
        Set.of());
  }

  private static Row differences(Interface iface, InterfaceSpec spec) {
    Row row = Row.EMPTY;
    if (!iface.type().equals(spec.type())) {
      row = row.with("type", Atom.of(spec.type()));
    }
    if (!iface.options().equals(spec.options())) {
      row = row.with("options", texts(spec.options()));
    }
    if (!iface.mac().equals(spec.mac())) {
      row = row.with("mac", optionalText(spec.mac()));
    }
    if (!iface.mtuRequest().equals(number(spec.mtuRequest()))) {
      row = row.with("mtu_request", optionalInteger(spec.mtuRequest()));
    }
    if (!iface.ofportRequest().equals(number(spec.ofportRequest()))) {
      row = row.with("ofport_request", optionalInteger(spec.ofportRequest()));
    }
    return row;
  }

  private static OptionalLong number(Optional<Integer> number) {
    return number.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static Value optionalText(Optional<MacAddress> mac) {
    return mac.<Value>map(address -> Atom.of(address.toString())).orElse(OvsSet.EMPTY);
  }

  private static Value optionalInteger(Optional<Integer> number) {
    return number.<Value>map(n -> Atom.of(n.longValue())).orElse(OvsSet.EMPTY);
  }

  private static OvsMap texts(Map<String, String> texts) {
    return OvsMap.ofTexts(new TreeMap<>(texts));
  }
}
