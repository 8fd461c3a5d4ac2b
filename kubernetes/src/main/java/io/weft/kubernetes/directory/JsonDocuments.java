package io.weft.kubernetes.directory;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weft.kubernetes.convert.MemberUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads JSON documents as trees of maps, lists, texts, numbers and booleans; a member that is there
/// twice is an error. There are many of them: this does nothing else.
///
/// The elements of a document's `items` are told one by one, so that of a long list one object at a
/// time is a tree. Members that nobody looks at are passed over: of them only the grammar counts.
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
  private static final String ITEMS = "items";

  private final Texts texts = new Texts();
  private final Function<String, MemberUse> uses;

  /// @param uses what is made of a member, by its name
  JsonDocuments(Function<String, MemberUse> uses) {
    this.uses = uses;
  }

  /// Tells all documents that follow each other in the first `length` bytes of the text.
  ///
  /// @throws JsonParseException where it is no JSON; what was told before counts for nothing then
  void read(byte[] text, int length, Taker to) throws IOException {
    try (JsonParser parser = JSON.createParser(text, 0, length)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        to.document(
            token == JsonToken.START_OBJECT ? root(parser, to) : value(parser, token, false));
      }
    }
  }

  private Members root(JsonParser parser, Taker to) throws IOException {
    Members members = new Members();
    boolean told = false;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (!told && name.equals(ITEMS) && token == JsonToken.START_ARRAY) {
        told = true;
        items(parser, members, to);
      } else {
        member(parser, members, name, token, false);
      }
    }
    return members;
  }

  private void items(JsonParser parser, Members list, Taker to) throws IOException {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      to.item(list, value(parser, token, false));
    }
  }

  private void member(
      JsonParser parser, Members members, String name, JsonToken token, boolean free)
      throws IOException {
    MemberUse use = free ? MemberUse.FREE : uses.apply(name);
    if (use == MemberUse.NONE) {
      parser.skipChildren();
    } else if (!members.add(name, value(parser, token, use == MemberUse.FREE))) {
      throw new JsonParseException(parser, "Duplicate field '" + name + "'");
    }
  }

  /// @param free whether members of any name are looked at in it
  private @Nullable Object value(JsonParser parser, JsonToken token, boolean free)
      throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser, free);
      case START_ARRAY -> array(parser, free);
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
      member(parser, members, name, parser.nextToken(), free);
    }
    return members;
  }

  private List<@Nullable Object> array(JsonParser parser, boolean free) throws IOException {
    List<@Nullable Object> elements = new ArrayList<>(4);
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(value(parser, token, free));
    }
    return elements;
  }
}
