package io.weft.ovsdb.openvswitch;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Row;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A bridge (ovs-vswitchd.conf.db(5), table `Bridge`).
///
/// @param datapathType `datapath_type`: `netdev`, `system`, or empty for the latter
/// @param datapathId the 16 hexadecimal digits in use; empty until ovs-vswitchd has made the bridge
/// @param failMode `secure` or `standalone`; empty means the latter
/// @param protocols the OpenFlow versions that are accepted, as `OpenFlow15`
/// @param flowTables the rows that configure tables, by table number
public record Bridge(
    Atom.Uuid uuid,
    String name,
    String datapathType,
    Optional<String> datapathId,
    Optional<String> failMode,
    Set<String> protocols,
    Set<Atom.Uuid> ports,
    Map<Long, Atom.Uuid> flowTables,
    Map<String, String> otherConfig,
    Map<String, String> externalIds) {

  static Bridge of(Atom.Uuid uuid, Row row) {
    return new Bridge(
        uuid,
        row.text("name"),
        row.text("datapath_type"),
        row.optionalText("datapath_id"),
        row.optionalText("fail_mode"),
        row.texts("protocols"),
        row.uuids("ports"),
        row.uuidsByNumber("flow_tables"),
        row.textMap("other_config"),
        row.textMap("external_ids"));
  }
}
