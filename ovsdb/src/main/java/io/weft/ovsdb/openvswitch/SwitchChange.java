package io.weft.ovsdb.openvswitch;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A change that Weft makes to the configuration of the switch. All of them say how it shall be,
/// so doing one twice changes nothing the second time.
public sealed interface SwitchChange {

  /// The bridge exists, with its local port, and looks so.
  ///
  /// @param name the bridge, and its local port
  /// @param datapathType `system` or `netdev`
  /// @param failMode `secure` or `standalone`
  /// @param protocols exactly the OpenFlow versions that are accepted, as `OpenFlow15`
  /// @param otherConfig keys to set, `hwaddr` and `disable-in-band` for example; others stay
  /// @param externalIds keys to set; others stay
  record EnsureBridge(
      String name,
      String datapathType,
      String failMode,
      Set<String> protocols,
      Map<String, String> otherConfig,
      Map<String, String> externalIds)
      implements SwitchChange {
    public EnsureBridge {
      protocols = Set.copyOf(protocols);
      otherConfig = Map.copyOf(otherConfig);
      externalIds = Map.copyOf(externalIds);
    }

    /// A bridge that forwards only what its flows say and speaks OpenFlow 1.5 only.
    public static EnsureBridge secure(
        String name, String datapathType, Map<String, String> otherConfig) {
      return new EnsureBridge(
          name, datapathType, "secure", Set.of("OpenFlow15"), otherConfig, Map.of());
    }
  }

  /// The bridge does not exist; its ports go with it.
  record DeleteBridge(String name) implements SwitchChange {}

  /// The port exists on the bridge, with one interface of its own name that looks so.
  ///
  /// Refused if the bridge does not exist or if the port is on another one.
  ///
  /// @param externalIds keys of the port to set; others stay
  record EnsurePort(String bridge, String name, InterfaceSpec spec, Map<String, String> externalIds)
      implements SwitchChange {
    public EnsurePort {
      externalIds = Map.copyOf(externalIds);
    }
  }

  /// The port does not exist on the bridge; its interface goes with it.
  record DeletePort(String bridge, String name) implements SwitchChange {}

  /// The tables of the bridge have exactly these names.
  ///
  /// @param names by table number, 0 to 254
  record NameFlowTables(String bridge, Map<Integer, String> names) implements SwitchChange {
    public NameFlowTables {
      names = Map.copyOf(names);
      for (int number : names.keySet()) {
        if (number < 0 || number > 254) {
          throw new IllegalArgumentException("no table has the number " + number);
        }
      }
    }
  }

  /// Keys of `external_ids` are set and removed; others stay. Refused if the row does not exist.
  ///
  /// @param owner whose column it is
  /// @param put keys to set
  /// @param remove keys to remove
  record SetExternalIds(Owner owner, Map<String, String> put, Set<String> remove)
      implements SwitchChange {
    public SetExternalIds {
      put = Map.copyOf(put);
      remove = Set.copyOf(remove);
    }
  }

  /// Keys of the root row's `other_config` are set and removed; others stay. `flow-restore-wait` is
  /// such a key. Refused if there is no root row.
  ///
  /// @param put keys to set
  /// @param remove keys to remove
  record SetOtherConfig(Map<String, String> put, Set<String> remove) implements SwitchChange {
    public SetOtherConfig {
      put = Map.copyOf(put);
      remove = Set.copyOf(remove);
    }
  }

  /// A row with `external_ids`.
  sealed interface Owner {

    /// The switch as a whole: the root row.
    record Root() implements Owner {}

    /// The bridge of this name.
    record BridgeNamed(String name) implements Owner {}

    /// The port of this name.
    record PortNamed(String name) implements Owner {}

    /// The interface of this name.
    record InterfaceNamed(String name) implements Owner {}
  }

  /// How the interface of a port shall look.
  ///
  /// @param type `internal`, `geneve`, …; empty for a device of the system
  /// @param options exactly the options
  /// @param mtuRequest the MTU in bytes; empty leaves it to the switch
  /// @param mac the address that an internal interface shall have
  /// @param ofportRequest the OpenFlow number that it should have
  /// @param externalIds keys to set; others stay
  record InterfaceSpec(
      String type,
      Map<String, String> options,
      Optional<Integer> mtuRequest,
      Optional<io.weft.net.MacAddress> mac,
      Optional<Integer> ofportRequest,
      Map<String, String> externalIds) {

    public InterfaceSpec {
      options = Map.copyOf(options);
      externalIds = Map.copyOf(externalIds);
    }

    /// A device that the system has, a veth for example.
    public static InterfaceSpec system() {
      return ofType("", Map.of());
    }

    /// An interface that the switch makes itself.
    public static InterfaceSpec ofType(String type, Map<String, String> options) {
      return new InterfaceSpec(
          type, options, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    /// The same with this MTU, in bytes.
    public InterfaceSpec withMtu(int mtu) {
      return new InterfaceSpec(type, options, Optional.of(mtu), mac, ofportRequest, externalIds);
    }

    /// The same with this address.
    public InterfaceSpec withMac(io.weft.net.MacAddress address) {
      return new InterfaceSpec(
          type, options, mtuRequest, Optional.of(address), ofportRequest, externalIds);
    }

    /// The same with these keys.
    public InterfaceSpec withExternalIds(Map<String, String> keys) {
      return new InterfaceSpec(type, options, mtuRequest, mac, ofportRequest, keys);
    }
  }
}
