package io.weft.ovsdb.openvswitch;

import static io.weft.ovsdb.schema.ColumnType.INTEGER;
import static io.weft.ovsdb.schema.ColumnType.OPTIONAL_INTEGER;
import static io.weft.ovsdb.schema.ColumnType.OPTIONAL_TEXT;
import static io.weft.ovsdb.schema.ColumnType.REFERENCES;
import static io.weft.ovsdb.schema.ColumnType.REFERENCES_BY_NUMBER;
import static io.weft.ovsdb.schema.ColumnType.TEXT;
import static io.weft.ovsdb.schema.ColumnType.TEXTS;
import static io.weft.ovsdb.schema.ColumnType.TEXT_MAP;

import io.weft.ovsdb.monitor.MonitoredTable;
import java.util.List;
import java.util.Map;

/// The names of the tables, and the columns that Weft follows.
public final class VswitchTables {

  public static final String DATABASE = "Open_vSwitch";

  public static final String ROOT = "Open_vSwitch";
  public static final String BRIDGE = "Bridge";
  public static final String PORT = "Port";
  public static final String INTERFACE = "Interface";
  static final String FLOW_TABLE = "Flow_Table";

  private VswitchTables() {}

  /// What a client of the Open_vSwitch database follows for [Vswitch].
  public static List<MonitoredTable> monitored() {
    return List.of(root(), bridge(), port(), iface(), flowTable());
  }

  private static MonitoredTable root() {
    return new MonitoredTable(
        ROOT,
        Map.of(
            "bridges", REFERENCES,
            "next_cfg", INTEGER,
            "cur_cfg", INTEGER,
            "ovs_version", OPTIONAL_TEXT,
            "datapath_types", TEXTS,
            "iface_types", TEXTS,
            "external_ids", TEXT_MAP,
            "other_config", TEXT_MAP));
  }

  private static MonitoredTable bridge() {
    return new MonitoredTable(
        BRIDGE,
        Map.of(
            "name", TEXT,
            "datapath_type", TEXT,
            "datapath_id", OPTIONAL_TEXT,
            "fail_mode", OPTIONAL_TEXT,
            "protocols", TEXTS,
            "ports", REFERENCES,
            "flow_tables", REFERENCES_BY_NUMBER,
            "other_config", TEXT_MAP,
            "external_ids", TEXT_MAP));
  }

  private static MonitoredTable port() {
    return new MonitoredTable(
        PORT,
        Map.of(
            "name", TEXT,
            "interfaces", REFERENCES,
            "external_ids", TEXT_MAP,
            "other_config", TEXT_MAP));
  }

  private static MonitoredTable iface() {
    return new MonitoredTable(
        INTERFACE,
        Map.ofEntries(
            Map.entry("name", TEXT),
            Map.entry("type", TEXT),
            Map.entry("options", TEXT_MAP),
            Map.entry("mac", OPTIONAL_TEXT),
            Map.entry("mac_in_use", OPTIONAL_TEXT),
            Map.entry("ofport", OPTIONAL_INTEGER),
            Map.entry("ofport_request", OPTIONAL_INTEGER),
            Map.entry("error", OPTIONAL_TEXT),
            Map.entry("mtu", OPTIONAL_INTEGER),
            Map.entry("mtu_request", OPTIONAL_INTEGER),
            Map.entry("admin_state", OPTIONAL_TEXT),
            Map.entry("link_state", OPTIONAL_TEXT),
            Map.entry("external_ids", TEXT_MAP)));
  }

  private static MonitoredTable flowTable() {
    return new MonitoredTable(FLOW_TABLE, Map.of("name", OPTIONAL_TEXT));
  }
}
