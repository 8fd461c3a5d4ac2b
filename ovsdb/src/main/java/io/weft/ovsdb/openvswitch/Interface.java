package io.weft.ovsdb.openvswitch;

import io.weft.net.MacAddress;
import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Row;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A device behind a port (ovs-vswitchd.conf.db(5), table `Interface`).
///
/// @param type `internal`, `geneve`, …; empty for a device of the system
/// @param mac the address that was asked for; empty also if the column's text is no MAC address
/// @param macInUse the address that the device has; empty also if the column's text is no MAC address
/// @param ofport the OpenFlow number; empty until ovs-vswitchd has tried, -1 if it failed
/// @param ofportRequest the OpenFlow number that was asked for
/// @param error why ovs-vswitchd failed to make or open it
/// @param mtu the MTU in use, in bytes
/// @param mtuRequest the MTU that was asked for, in bytes
/// @param adminState `up` or `down`
/// @param linkState `up` or `down`
public record Interface(
    Atom.Uuid uuid,
    String name,
    String type,
    Map<String, String> options,
    Optional<MacAddress> mac,
    Optional<MacAddress> macInUse,
    OptionalLong ofport,
    OptionalLong ofportRequest,
    Optional<String> error,
    OptionalLong mtu,
    OptionalLong mtuRequest,
    Optional<String> adminState,
    Optional<String> linkState,
    Map<String, String> externalIds) {

  /// A row of the table, read through types.
  public static Interface of(Atom.Uuid uuid, Row row) {
    return new Interface(
        uuid,
        row.text("name"),
        row.text("type"),
        row.textMap("options"),
        mac(row, "mac"),
        mac(row, "mac_in_use"),
        row.optionalInteger("ofport"),
        row.optionalInteger("ofport_request"),
        row.optionalText("error"),
        row.optionalInteger("mtu"),
        row.optionalInteger("mtu_request"),
        row.optionalText("admin_state"),
        row.optionalText("link_state"),
        row.textMap("external_ids"));
  }

  /// Whether ovs-vswitchd has the device and given it an OpenFlow number.
  public boolean isReady() {
    return ofport.orElse(-1) > 0 && error.isEmpty();
  }

  /// Whether ovs-vswitchd has tried and failed.
  public boolean hasFailed() {
    return error.isPresent() || ofport.orElse(0) < 0;
  }

  private static Optional<MacAddress> mac(Row row, String column) {
    try {
      return row.optionalText(column).map(MacAddress::parse);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
