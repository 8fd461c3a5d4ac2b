package io.weft.ovsdb.openvswitch;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Row;
import java.util.Optional;

/// The configuration of one OpenFlow table (ovs-vswitchd.conf.db(5), table `Flow_Table`).
public record FlowTable(Atom.Uuid uuid, Optional<String> name) {

  static FlowTable of(Atom.Uuid uuid, Row row) {
    return new FlowTable(uuid, row.optionalText("name"));
  }
}
