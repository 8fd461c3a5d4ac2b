package io.weft.ovsdb.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// One message of JSON-RPC 1.0, either way.
public sealed interface Message {

  /// Asks for an answer.
  record Request(JsonNode id, String method, JsonNode params) implements Message {}

  /// Asks for none.
  record Notification(String method, JsonNode params) implements Message {}

  /// Answers a request.
  ///
  /// @param error null in the sense of JSON if all went well
  record Response(JsonNode id, JsonNode result, JsonNode error) implements Message {}

  /// Reads a message.
  ///
  /// @throws BadMessageException if the object is none
  static Message read(JsonNode json) throws BadMessageException {
    JsonNode id = member(json, "id");
    JsonNode method = json.path("method");
    JsonNode params = json.path("params");
    if (method.isTextual() && params.isArray()) {
      return id.isNull()
          ? new Notification(method.textValue(), params)
          : new Request(id, method.textValue(), params);
    }
    if (method.isMissingNode() && (json.has("result") || json.has("error")) && !id.isNull()) {
      return new Response(id, member(json, "result"), member(json, "error"));
    }
    String shown = json.toString();
    throw new BadMessageException(
        "the peer sent an object that is no JSON-RPC message: "
            + shown.substring(0, Math.min(shown.length(), 200)));
  }

  /// This message as JSON.
  default ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return switch (this) {
      case Request(JsonNode id, String method, JsonNode params) -> {
        json.put("method", method).set("params", params);
        yield json.set("id", id);
      }
      case Notification(String method, JsonNode params) -> {
        json.put("method", method).set("params", params);
        yield json.set("id", NullNode.instance);
      }
      case Response(JsonNode id, JsonNode result, JsonNode error) -> {
        json.set("result", result);
        json.set("error", error);
        yield json.set("id", id);
      }
    };
  }

  private static JsonNode member(JsonNode json, String name) {
    JsonNode member = json.get(name);
    return member == null ? NullNode.instance : member;
  }
}
