package io.weft.kubernetes.directory;

import io.weft.kubernetes.convert.MemberUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads JSON documents as trees of maps, lists, texts, numbers and booleans; a member that is there
/// twice is an error.
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

  private static final String ITEMS = "items";

  private final Texts texts = new Texts();
  private final MemberNames names;

  /// @param uses what is made of a member, by its name
  JsonDocuments(Function<String, MemberUse> uses) {
    names = new MemberNames(uses);
  }

  /// Tells all documents that follow each other in the first `length` bytes of the text.
  ///
  /// @throws MalformedJson where it is no JSON; what was told before counts for nothing then
  void read(byte[] text, int length, Taker to) throws MalformedJson {
    JsonText json = new JsonText(text, length);
    while (json.more()) {
      to.document(json.next() == '{' ? root(json, to) : value(json, false));
    }
  }

  private Members root(JsonText json, Taker to) throws MalformedJson {
    Members members = new Members();
    boolean told = false;
    for (boolean more = json.enter('}'); more; more = json.goOn('}')) {
      MemberNames.Name name = json.name(names);
      if (!told && name.text().equals(ITEMS) && json.next() == '[') {
        told = true;
        for (boolean item = json.enter(']'); item; item = json.goOn(']')) {
          to.item(members, value(json, false));
        }
      } else {
        member(json, members, name, false);
      }
    }
    return members;
  }

  private void member(JsonText json, Members members, MemberNames.Name name, boolean free)
      throws MalformedJson {
    if (free || name.use() == MemberUse.FREE) {
      add(json, members, name, value(json, true));
    } else if (name.use() == MemberUse.FIELD) {
      add(json, members, name, value(json, false));
    } else {
      json.passOver();
    }
  }

  private static void add(
      JsonText json, Members members, MemberNames.Name name, @Nullable Object value)
      throws MalformedJson {
    if (!members.add(name.text(), value)) {
      throw json.malformed("Duplicate field '" + name.text() + "'");
    }
  }

  /// @param free whether members of any name are looked at in it
  private @Nullable Object value(JsonText json, boolean free) throws MalformedJson {
    return switch (json.next()) {
      case '"' -> json.text(texts);
      case '{' -> object(json, free);
      case '[' -> array(json, free);
      default -> json.scalar();
    };
  }

  private Members object(JsonText json, boolean free) throws MalformedJson {
    Members members = new Members();
    for (boolean more = json.enter('}'); more; more = json.goOn('}')) {
      member(json, members, json.name(names), free);
    }
    return members;
  }

  private List<@Nullable Object> array(JsonText json, boolean free) throws MalformedJson {
    List<@Nullable Object> elements = new ArrayList<>(4);
    for (boolean more = json.enter(']'); more; more = json.goOn(']')) {
      elements.add(value(json, free));
    }
    return elements;
  }
}
