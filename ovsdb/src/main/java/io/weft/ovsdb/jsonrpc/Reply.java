package io.weft.ovsdb.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;

/// What the peer answered to a request.
public sealed interface Reply {

  /// The method's result.
  record Result(JsonNode value) implements Reply {}

  /// The peer refused.
  record Refusal(JsonNode error) implements Reply {

    /// Whether the peer does not have the method.
    public boolean isUnknownMethod() {
      return word().startsWith("unknown method");
    }

    /// The kind of error, as a word.
    public String word() {
      return error.isObject() ? error.path("error").asText() : error.asText();
    }

    @Override
    public String toString() {
      return error.toString();
    }
  }
}
