package io.weft.ovsdb.openvswitch;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Row;
import java.util.Map;
import java.util.Set;

/// A port of a bridge (ovs-vswitchd.conf.db(5), table `Port`). All but bonds have one interface,
/// of the same name.
public record Port(
    Atom.Uuid uuid,
    String name,
    Set<Atom.Uuid> interfaces,
    Map<String, String> externalIds,
    Map<String, String> otherConfig) {

  /// A row of the table, read through types.
  public static Port of(Atom.Uuid uuid, Row row) {
    return new Port(
        uuid,
        row.text("name"),
        row.uuids("interfaces"),
        row.textMap("external_ids"),
        row.textMap("other_config"));
  }
}
