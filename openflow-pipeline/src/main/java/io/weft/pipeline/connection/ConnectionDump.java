package io.weft.pipeline.connection;

import io.weft.net.IpAddress;
import io.weft.openflow.match.Bits;
import io.weft.pipeline.connection.TrackedConnection.Icmp;
import io.weft.pipeline.connection.TrackedConnection.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The connections that Open vSwitch lists (`dpctl/dump-conntrack`, ovs-vswitchd(8)), with or
/// without `-m` and `-s`.
///
/// One line each: the protocol, then `orig=(…)`, `reply=(…)` and single values, with commas between.
/// Zone, mark and labels are left out where they are 0.
///
/// @param connections what could be read, in the order of the lines
/// @param unread the lines that could not
public record ConnectionDump(List<TrackedConnection> connections, List<String> unread) {

  private static final Map<String, Integer> PROTOCOLS =
      Map.of("icmp", 1, "tcp", 6, "udp", 17, "icmpv6", 58, "sctp", 132);

  public ConnectionDump {
    connections = List.copyOf(connections);
    unread = List.copyOf(unread);
  }

  /// Reads a whole listing; a line that is none of its kind is put aside.
  public static ConnectionDump parse(String text) {
    List<TrackedConnection> connections = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.isBlank()) {
        continue;
      }
      try {
        connections.add(connection(line.strip()));
      } catch (IllegalArgumentException e) {
        unread.add(line.strip());
      }
    }
    return new ConnectionDump(connections, unread);
  }

  private static TrackedConnection connection(String line) {
    int comma = line.indexOf(',');
    if (comma < 0) {
      throw new IllegalArgumentException("no comma in '" + line + "'");
    }
    Map<String, String> values = values(line.substring(comma + 1));
    return new TrackedConnection(
        protocol(line.substring(0, comma)),
        side(needed(values, "orig")),
        side(needed(values, "reply")),
        Integer.parseInt(values.getOrDefault("zone", "0")),
        Long.decode(values.getOrDefault("mark", "0")),
        Bits.parse(values.getOrDefault("labels", "0")));
  }

  private static int protocol(String word) {
    Integer number = PROTOCOLS.get(word);
    return number == null ? Integer.parseInt(word) : number;
  }

  private static Side side(String text) {
    Map<String, String> values = values(text);
    Optional<Icmp> icmp =
        values.containsKey("type")
            ? Optional.of(
                new Icmp(number(values, "id"), number(values, "type"), number(values, "code")))
            : Optional.empty();
    return new Side(
        IpAddress.parse(needed(values, "src")),
        IpAddress.parse(needed(values, "dst")),
        number(values, "sport"),
        number(values, "dport"),
        icmp);
  }

  private static int number(Map<String, String> values, String key) {
    return Integer.parseInt(values.getOrDefault(key, "0"));
  }

  private static String needed(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no " + key);
    }
    return value;
  }

  /// Splits `a=1,b=(c=2,d=3)`; the value of `b` is what stands between its parentheses.
  private static Map<String, String> values(String text) {
    Map<String, String> values = new HashMap<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ',' && depth == 0) {
        value(text.substring(start, i), values);
        start = i + 1;
      }
    }
    if (depth != 0) {
      throw new IllegalArgumentException("a parenthesis is left open: '" + text + "'");
    }
    return values;
  }

  private static void value(String item, Map<String, String> values) {
    int equals = item.indexOf('=');
    if (equals > 0) {
      String value = item.substring(equals + 1);
      boolean nested = value.startsWith("(") && value.endsWith(")");
      values.put(
          item.substring(0, equals), nested ? value.substring(1, value.length() - 1) : value);
    }
  }
}
