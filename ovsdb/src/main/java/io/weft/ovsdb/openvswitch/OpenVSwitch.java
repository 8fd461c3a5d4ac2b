package io.weft.ovsdb.openvswitch;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Row;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The root of the database, one row (ovs-vswitchd.conf.db(5), table `Open_vSwitch`).
///
/// @param bridges the bridges that exist
/// @param nextConfiguration `next_cfg`: how often clients have changed the configuration
/// @param currentConfiguration `cur_cfg`: the value of `next_cfg` up to which ovs-vswitchd has
///     carried the changes out
/// @param version `ovs_version`, as the start script of Open vSwitch has written it; empty if none did
/// @param datapathTypes what `datapath_type` of a bridge may be, `system` and `netdev` among others
/// @param interfaceTypes what `type` of an interface may be
public record OpenVSwitch(
    Atom.Uuid uuid,
    Set<Atom.Uuid> bridges,
    long nextConfiguration,
    long currentConfiguration,
    Optional<String> version,
    Set<String> datapathTypes,
    Set<String> interfaceTypes,
    Map<String, String> externalIds,
    Map<String, String> otherConfig) {

  static OpenVSwitch of(Atom.Uuid uuid, Row row) {
    return new OpenVSwitch(
        uuid,
        row.uuids("bridges"),
        row.integer("next_cfg"),
        row.integer("cur_cfg"),
        row.optionalText("ovs_version"),
        row.texts("datapath_types"),
        row.texts("iface_types"),
        row.textMap("external_ids"),
        row.textMap("other_config"));
  }

  /// Whether ovs-vswitchd has carried out everything up to this value of `next_cfg`.
  public boolean hasApplied(long configuration) {
    return currentConfiguration >= configuration;
  }

  /// The host's identity that the start script sets (`external_ids:system-id`).
  public Optional<String> systemId() {
    return Optional.ofNullable(externalIds.get("system-id"));
  }
}
