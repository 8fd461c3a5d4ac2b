package io.weft.ovsdb.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.ovsdb.notation.Condition;
import io.weft.ovsdb.notation.NotationWriter;
import java.util.List;

/// Writes transactions as the parameters of the method `transact` (RFC 7047 §4.1.3, §5.2).
public final class OperationWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private OperationWriter() {}

  /// The parameters: the database, then the operations.
  public static ArrayNode transact(String database, Transaction transaction) {
    ArrayNode params = JSON.arrayNode().add(database);
    transaction.operations().forEach(operation -> params.add(operation(operation)));
    return params;
  }

  /// One `<operation>`.
  public static ObjectNode operation(Operation operation) {
    return switch (operation) {
      case Operation.Insert insert -> {
        ObjectNode json = on("insert", insert.table());
        json.set("row", NotationWriter.row(insert.row()));
        insert.name().ifPresent(name -> json.put("uuid-name", name));
        yield json;
      }
      case Operation.Select select -> query(op("select"), select);
      case Operation.Update update -> {
        ObjectNode json = on("update", update.table());
        json.set("where", where(update.where()));
        json.set("row", NotationWriter.row(update.row()));
        yield json;
      }
      case Operation.Mutate mutate -> {
        ObjectNode json = on("mutate", mutate.table());
        json.set("where", where(mutate.where()));
        ArrayNode mutations = json.putArray("mutations");
        mutate.mutations().forEach(mutation -> mutations.add(NotationWriter.mutation(mutation)));
        yield json;
      }
      case Operation.Delete delete -> {
        ObjectNode json = on("delete", delete.table());
        json.set("where", where(delete.where()));
        yield json;
      }
      case Operation.Wait wait -> wait(wait);
      case Operation.Commit(boolean durable) -> op("commit").put("durable", durable);
      case Operation.Abort() -> op("abort");
      case Operation.Comment(String comment) -> op("comment").put("comment", comment);
      case Operation.Assert(String lock) -> op("assert").put("lock", lock);
    };
  }

  private static ObjectNode wait(Operation.Wait wait) {
    ObjectNode json = op("wait");
    wait.timeout().ifPresent(timeout -> json.put("timeout", timeout.toMillis()));
    query(json, wait.query());
    json.put("until", wait.holds() ? "==" : "!=");
    ArrayNode rows = json.putArray("rows");
    wait.rows().forEach(row -> rows.add(NotationWriter.row(row)));
    return json;
  }

  private static ObjectNode query(ObjectNode json, Operation.Select select) {
    json.put("table", select.table());
    json.set("where", where(select.where()));
    if (!select.columns().isEmpty()) {
      ArrayNode columns = json.putArray("columns");
      select.columns().forEach(columns::add);
    }
    return json;
  }

  private static ArrayNode where(List<Condition> conditions) {
    ArrayNode json = JSON.arrayNode();
    conditions.forEach(condition -> json.add(NotationWriter.condition(condition)));
    return json;
  }

  private static ObjectNode on(String op, String table) {
    return op(op).put("table", table);
  }

  private static ObjectNode op(String op) {
    return JSON.objectNode().put("op", op);
  }
}
