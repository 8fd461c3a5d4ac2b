package io.weft.ovsdb.notation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Writes the notation of RFC 7047 §5.1 as JSON.
public final class NotationWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private NotationWriter() {}

  /// A `<value>`.
  public static JsonNode value(Value value) {
    return switch (value) {
      case Atom atom -> atom(atom);
      case OvsSet set -> {
        ArrayNode elements = JSON.arrayNode();
        set.elements().forEach(element -> elements.add(atom(element)));
        yield JSON.arrayNode().add("set").add(elements);
      }
      case OvsMap map -> {
        ArrayNode pairs = JSON.arrayNode();
        map.entries().forEach((k, v) -> pairs.add(JSON.arrayNode().add(atom(k)).add(atom(v))));
        yield JSON.arrayNode().add("map").add(pairs);
      }
    };
  }

  /// A `<row>`.
  public static ObjectNode row(Row row) {
    ObjectNode json = JSON.objectNode();
    row.columns().forEach((column, value) -> json.set(column, value(value)));
    return json;
  }

  /// A `<condition>`.
  public static ArrayNode condition(Condition condition) {
    return JSON.arrayNode()
        .add(condition.column())
        .add(condition.function().symbol())
        .add(value(condition.value()));
  }

  /// A `<mutation>`.
  public static ArrayNode mutation(Mutation mutation) {
    return JSON.arrayNode()
        .add(mutation.column())
        .add(mutation.mutator().symbol())
        .add(value(mutation.value()));
  }

  private static JsonNode atom(Atom atom) {
    return switch (atom) {
      case Atom.Text(String text) -> JSON.textNode(text);
      case Atom.Int(long number) -> JSON.numberNode(number);
      case Atom.Real(double number) -> JSON.numberNode(number);
      case Atom.Bool(boolean set) -> JSON.booleanNode(set);
      case Atom.Uuid uuid -> JSON.arrayNode().add("uuid").add(uuid.toString());
      case Atom.NamedUuid(String name) -> JSON.arrayNode().add("named-uuid").add(name);
    };
  }
}
