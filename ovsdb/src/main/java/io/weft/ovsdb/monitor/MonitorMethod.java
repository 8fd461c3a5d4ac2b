package io.weft.ovsdb.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.ovsdb.notation.Atom;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// The ways to follow a database, the best first: RFC 7047 §4.1.5 for the last one, ovsdb-server(7)
/// for the others. A server that lacks a method answers "unknown method".
public enum MonitorMethod {
  /// Names the last transaction of an update, and can go on from there on a new connection.
  MONITOR_COND_SINCE("monitor_cond_since", "update3"),
  /// Sends differences of rows.
  MONITOR_COND("monitor_cond", "update2"),
  /// Sends whole rows.
  MONITOR("monitor", "update");

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Atom.Uuid NO_TRANSACTION = new Atom.Uuid(new UUID(0, 0));

  private final String method;
  private final String notification;

  MonitorMethod(String method, String notification) {
    this.method = method;
    this.notification = notification;
  }

  /// The method that starts it.
  public String method() {
    return method;
  }

  /// The method of the notifications that follow.
  public String notification() {
    return notification;
  }

  /// The method to try when the server lacks this one.
  public Optional<MonitorMethod> next() {
    return switch (this) {
      case MONITOR_COND_SINCE -> Optional.of(MONITOR_COND);
      case MONITOR_COND -> Optional.of(MONITOR);
      case MONITOR -> Optional.empty();
    };
  }

  /// The parameters of the request.
  ///
  /// @param id the monitor's name in the notifications
  /// @param columns the columns by table
  /// @param since the transaction that is known already
  public ArrayNode params(
      String database, JsonNode id, Map<String, Set<String>> columns, Optional<Atom.Uuid> since) {
    ObjectNode requests = JSON.objectNode();
    columns.forEach((table, names) -> {
      ArrayNode wanted = requests.putArray(table).addObject().putArray("columns");
      names.stream().sorted().forEach(wanted::add);
    });
    ArrayNode params = JSON.arrayNode().add(database).add(id).add(requests);
    if (this == MONITOR_COND_SINCE) {
      params.add(since.orElse(NO_TRANSACTION).toString());
    }
    return params;
  }
}
