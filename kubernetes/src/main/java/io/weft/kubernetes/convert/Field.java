package io.weft.kubernetes.convert;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A field of an object and the path that leads to it. JSON's null is an absent field.
///
/// Every reader throws [MalformedField] where the value is not of the type that the API defines. What
/// is asked of every object tells types by `instanceof`: a quick compiler does not see through a
/// `switch` over types.
final class Field {

  private final @Nullable Field parent;
  private final @Nullable String name;
  private final int index;
  private final @Nullable Object value;

  private Field(@Nullable Field parent, @Nullable String name, int index, @Nullable Object value) {
    this.parent = parent;
    this.name = name;
    this.index = index;
    this.value = value;
  }

  static Field root(Map<?, ?> object) {
    return new Field(null, null, 0, object);
  }

  /// Another value in this place.
  Field with(Object other) {
    return new Field(parent, name, index, other);
  }

  /// The path, made only where somebody asks: most fields are without fault.
  String path() {
    if (parent == null) {
      return "";
    }
    String before = parent.path();
    if (name == null) {
      return before + "[" + index + "]";
    }
    return before.isEmpty() ? name : before + "." + name;
  }

  /// What stands there; null where nothing does.
  @Nullable Object value() {
    return value;
  }

  boolean present() {
    return value != null;
  }

  /// Whether there is a text, and not the empty one.
  boolean filled() {
    String text = string();
    return text != null && !text.isEmpty();
  }

  /// The member of this object; absent where the object is.
  ///
  /// @param name one that [MemberUse] knows, for others may be left out by the source
  Field at(String name) {
    assert MemberUse.of(name) != MemberUse.NONE : name;
    return entry(name);
  }

  /// The value of this key, where keys are what users make of them: a label, an annotation.
  Field entry(String name) {
    if (value instanceof Map<?, ?> map) {
      return new Field(this, name, 0, map.get(name));
    }
    if (value == null) {
      return new Field(this, name, 0, null);
    }
    throw malformed("give an object here");
  }

  /// The elements of this list; none where it is absent.
  List<Field> items() {
    return each(item -> item);
  }

  Optional<String> text() {
    return Optional.ofNullable(string());
  }

  /// The text, absent where it is the empty one.
  Optional<String> filledText() {
    String text = string();
    return text == null || text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /// The text, the empty one where it is absent.
  String textOrEmpty() {
    String text = string();
    return text == null ? "" : text;
  }

  String requiredText() {
    String text = string();
    if (text == null || text.isEmpty()) {
      throw malformed("give it a value");
    }
    return text;
  }

  private @Nullable String string() {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw malformed("give a text here; quote numbers and booleans");
  }

  /// Whether the text is this one.
  boolean is(String text) {
    return text.equals(string());
  }

  OptionalInt integer() {
    if (value instanceof Integer number) {
      return OptionalInt.of(number);
    }
    if (value == null) {
      return OptionalInt.empty();
    }
    throw malformed("give a whole number here, without quotes");
  }

  boolean flag(boolean absent) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value == null) {
      return absent;
    }
    throw malformed("give true or false here, without quotes");
  }

  /// A port number, if present; 0 where `zeroIsAbsent` counts as absent.
  OptionalInt port(boolean zeroIsAbsent) {
    OptionalInt port = integer();
    if (port.isEmpty() || (zeroIsAbsent && port.getAsInt() == 0)) {
      return OptionalInt.empty();
    }
    if (port.getAsInt() < 1 || port.getAsInt() > 65535) {
      throw malformed("give a port from 1 to 65535");
    }
    return port;
  }

  int requiredPort() {
    return port(false).orElseThrow(() -> malformed("give a port from 1 to 65535"));
  }

  /// One of the API's words, each with its meaning.
  <T> T word(Map<String, T> words, T absent) {
    String text = string();
    if (text == null || text.isEmpty()) {
      return absent;
    }
    T meaning = words.get(text);
    if (meaning == null) {
      throw malformed("give one of " + String.join(", ", new TreeMap<>(words).keySet()));
    }
    return meaning;
  }

  IpAddress address() {
    return IpAddress.tryParse(requiredText())
        .orElseThrow(() -> malformed("give an IPv4 or IPv6 address"));
  }

  IpPrefix prefix() {
    try {
      return IpPrefix.parse(requiredText().strip());
    } catch (IllegalArgumentException _) {
      throw malformed("give a block as address/length");
    }
  }

  /// A time (RFC 3339), if present.
  Optional<Instant> time() {
    try {
      return filledText().map(Instant::parse);
    } catch (DateTimeException _) {
      throw malformed("give a time as 2006-01-02T15:04:05Z");
    }
  }

  /// Texts by key, as annotations are written.
  Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    switch (value) {
      case null -> {}
      case Map<?, ?> map ->
          map.forEach((name, text) -> {
            String key = name.toString();
            texts.put(key, text instanceof String plain ? plain : entry(key).text().orElse(""));
          });
      case Object _ -> throw malformed("give an object of texts here");
    }
    return texts;
  }

  /// Nothing but texts may stand here.
  void requireTexts() {
    if (value instanceof Map<?, ?> map) {
      map.forEach((_, text) -> {
        if (text != null && !(text instanceof String)) {
          Map<String, String> _ = texts(); // says which
        }
      });
    } else if (value != null) {
      throw malformed("give an object of texts here");
    }
  }

  /// Whether this object has the member, be it null.
  boolean has(String name) {
    return value instanceof Map<?, ?> map && map.containsKey(name);
  }

  /// Label values by label key.
  Map<String, String> labels() {
    Map<String, String> labels = texts();
    labels.forEach((key, text) -> {
      if (!Spelling.isLabelKey(key) || !Spelling.isLabelValue(text)) {
        String _ = entry(key).labelKey(key).labelValue();
      }
    });
    return labels;
  }

  /// The text as a label key; whatever else is written may not stand in a selector's text.
  Field labelKey(String key) {
    if (!Spelling.isLabelKey(key)) {
      throw malformed(
          "name the label \"%s\" with letters, digits, \"-_.\" and a \"/\"".formatted(key));
    }
    return this;
  }

  String labelValue() {
    String text = text().orElse("");
    if (!Spelling.isLabelValue(text)) {
      throw malformed("give a label value: up to 63 letters, digits and \"-_.\"");
    }
    return text;
  }

  /// An IANA service name (RFC 6335 §5.1), as the API server checks it.
  String portName() {
    String name = text().orElse("");
    if (!Spelling.isPortName(name)) {
      throw malformed(
          "give a port number without quotes, or a port name: up to 15 lower-case letters, digits"
              + " and single \"-\", at least one letter");
    }
    return name;
  }

  /// What the reader makes of the elements of this list; nothing where it is absent.
  <T> List<T> each(Function<Field, T> reader) {
    if (value instanceof List<?> list) {
      List<T> all = new ArrayList<>(list.size());
      for (int i = 0; i < list.size(); i++) {
        all.add(reader.apply(new Field(this, null, i, list.get(i))));
      }
      return all;
    }
    if (value == null) {
      return List.of();
    }
    throw malformed("give a list here");
  }

  MalformedField malformed(String remedy) {
    return new MalformedField(new Fault(path(), value == null ? "" : value.toString(), remedy));
  }
}
