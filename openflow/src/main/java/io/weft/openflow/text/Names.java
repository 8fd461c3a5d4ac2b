package io.weft.openflow.text;

import io.weft.openflow.match.OfPort;
import java.util.Map;

/// Names of tables and ports, as `ovs-ofctl --names` shows them.
///
/// @param tables by table number
/// @param ports by ofport
public record Names(Map<Integer, String> tables, Map<OfPort, String> ports) {

  /// Numbers only.
  public static final Names NONE = new Names(Map.of(), Map.of());

  public Names {
    tables = Map.copyOf(tables);
    ports = Map.copyOf(ports);
  }

  /// Names of tables, and ports by number.
  public static Names ofTables(Map<Integer, String> tables) {
    return new Names(tables, Map.of());
  }

  String table(int number) {
    String name = tables.get(number);
    return name == null ? Integer.toString(number) : quoted(name);
  }

  String port(OfPort port) {
    String name = ports.get(port);
    return name == null ? port.toString() : quoted(name);
  }

  int readTable(String text) {
    String name = unquoted(text);
    for (Map.Entry<Integer, String> entry : tables.entrySet()) {
      if (entry.getValue().equals(name)) {
        return entry.getKey();
      }
    }
    return Numbers.read("table", name, 0, 254);
  }

  OfPort readPort(String text) {
    String name = unquoted(text);
    for (Map.Entry<OfPort, String> entry : ports.entrySet()) {
      if (entry.getValue().equals(name)) {
        return entry.getKey();
      }
    }
    return switch (name) {
      case "IN_PORT", "in_port" -> OfPort.IN_PORT;
      case "TABLE" -> OfPort.TABLE;
      case "NORMAL" -> OfPort.NORMAL;
      case "FLOOD" -> OfPort.FLOOD;
      case "ALL" -> OfPort.ALL;
      case "CONTROLLER" -> OfPort.CONTROLLER;
      case "LOCAL" -> OfPort.LOCAL;
      case "ANY" -> OfPort.ANY;
      default -> new OfPort(Numbers.read("port", name, 0, 0xffff));
    };
  }

  /// A name that could be mistaken for something else stands in quotes.
  private static String quoted(String name) {
    boolean plain = !name.isEmpty() && !Character.isDigit(name.charAt(0));
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      plain &= c < 128 && (Character.isLetterOrDigit(c) || c == '_');
    }
    return plain ? name : '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted
        ? text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
        : text;
  }
}
