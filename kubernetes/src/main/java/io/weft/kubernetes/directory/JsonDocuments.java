package io.weft.kubernetes.directory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads JSON documents as trees of maps, lists, texts, numbers and booleans; a member that is there
/// twice is an error. There are many of them: this does nothing else.
///
/// The elements of a document's `items` are told one by one, so that of a long list one object at a
/// time is a tree. Large members that no reader looks at are passed over.
final class JsonDocuments {

  /// Who takes what is read.
  interface Taker {

    /// The next element of `items` of the document that is being read.
    ///
    /// @param list what was read of that document so far
    void item(Map<String, @Nullable Object> list, @Nullable Object item);

    /// A document has been read.
    ///
    /// @param tree the document, without what was told as its items
    void document(@Nullable Object tree);
  }

  private static final JsonFactory JSON = new JsonFactory();

  /// Objects and lists of these names say nothing about the network.
  private static final Set<String> PASSED_OVER =
      Set.of(
          "managedFields",
          "ownerReferences",
          "targetRef",
          "volumes",
          "volumeMounts",
          "env",
          "envFrom",
          "resources",
          "securityContext",
          "affinity",
          "tolerations",
          "livenessProbe",
          "readinessProbe",
          "startupProbe",
          "containerStatuses",
          "initContainerStatuses",
          "images");

  /// In these, any name may mean anything.
  private static final Set<String> FREE = Set.of("labels", "annotations", "matchLabels");

  private final Texts texts = new Texts();

  /// Tells all documents that follow each other in the first `length` bytes of the text.
  ///
  /// @throws JsonParseException where it is no JSON; what was told before counts for nothing then
  void read(byte[] text, int length, Taker to) throws IOException {
    try (JsonParser parser = JSON.createParser(text, 0, length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        to.document(token == JsonToken.START_OBJECT ? root(parser, to) : value(parser, token));
      }
    }
  }

  private Members root(JsonParser parser, Taker to) throws IOException {
    Members members = new Members();
    boolean told = false;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (!told && name.equals("items") && token == JsonToken.START_ARRAY) {
        told = true;
        items(parser, members, to);
      } else {
        add(parser, members, name, value(parser, token));
      }
    }
    return members;
  }

  private void items(JsonParser parser, Members list, Taker to) throws IOException {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      to.item(list, value(parser, token));
    }
  }

  private @Nullable Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser, false);
      case START_ARRAY -> array(parser);
      case VALUE_STRING ->
          texts.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new JsonParseException(parser, "no value can begin with " + token);
    };
  }

  private Members object(JsonParser parser, boolean free) throws IOException {
    Members members = new Members();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (token.isStructStart() && !free && PASSED_OVER.contains(name)) {
        parser.skipChildren();
      } else if (token == JsonToken.START_OBJECT) {
        add(parser, members, name, object(parser, free || FREE.contains(name)));
      } else {
        add(parser, members, name, value(parser, token));
      }
    }
    return members;
  }

  private static void add(JsonParser parser, Members members, String name, @Nullable Object value)
      throws JsonParseException {
    if (!members.add(name, value)) {
      throw new JsonParseException(parser, "Duplicate field '" + name + "'");
    }
  }

  private List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>(4);
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token));
    }
    return elements;
  }
}
