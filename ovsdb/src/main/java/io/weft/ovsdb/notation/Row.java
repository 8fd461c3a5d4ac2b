package io.weft.ovsdb.notation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Some columns of a row (RFC 7047 §5.1, `<row>`).
///
/// The typed accessors read a column that is not there as OVSDB's default: the empty string, 0,
/// false, nothing. Rows of a replica have been checked against the server's schema, so that asking
/// such a row for another type than its column has is a bug of the caller
/// ([IllegalStateException] with the column and its value).
///
/// @param columns the values by column name
public record Row(Map<String, Value> columns) {

  public static final Row EMPTY = new Row(Map.of());

  public Row {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /// This row with one column set.
  public Row with(String column, Value value) {
    Map<String, Value> changed = new LinkedHashMap<>(columns);
    changed.put(column, value);
    return new Row(changed);
  }

  /// The column's value, if the row has the column.
  public Optional<Value> column(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  /// The string in the column; of an optional column the empty string when it is empty.
  public String text(String name) {
    return optionalText(name).orElse("");
  }

  /// The string in the column, if there is one.
  public Optional<String> optionalText(String name) {
    return single(name).map(atom -> asText(name, atom));
  }

  /// The integer in the column, 0 when there is none.
  public long integer(String name) {
    return optionalInteger(name).orElse(0);
  }

  /// The integer in the column, if there is one.
  public OptionalLong optionalInteger(String name) {
    Optional<Atom> atom = single(name);
    return atom.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(asInteger(name, atom.orElseThrow()));
  }

  /// Whether the column is there and true.
  public boolean bool(String name) {
    Optional<Atom> atom = single(name);
    if (atom.isEmpty()) {
      return false;
    }
    if (atom.orElseThrow() instanceof Atom.Bool(boolean set)) {
      return set;
    }
    throw wrong(name, atom, "boolean");
  }

  /// The strings in the column.
  public Set<String> texts(String name) {
    Set<String> texts = new LinkedHashSet<>();
    atoms(name).forEach(atom -> texts.add(asText(name, atom)));
    return Collections.unmodifiableSet(texts);
  }

  /// The rows that the column refers to.
  public Set<Atom.Uuid> uuids(String name) {
    Set<Atom.Uuid> uuids = new LinkedHashSet<>();
    atoms(name).forEach(atom -> uuids.add(asUuid(name, atom)));
    return Collections.unmodifiableSet(uuids);
  }

  /// The map of strings in the column, in the order of its keys.
  public Map<String, String> textMap(String name) {
    Map<String, String> texts = new TreeMap<>();
    entries(name).forEach((key, value) -> texts.put(asText(name, key), asText(name, value)));
    return Collections.unmodifiableMap(texts);
  }

  /// The references by number in the column, in the order of the numbers.
  public Map<Long, Atom.Uuid> uuidsByNumber(String name) {
    Map<Long, Atom.Uuid> uuids = new TreeMap<>();
    entries(name).forEach((key, value) -> uuids.put(asInteger(name, key), asUuid(name, value)));
    return Collections.unmodifiableMap(uuids);
  }

  private Set<Atom> atoms(String name) {
    return column(name).map(Value::atoms).orElse(Set.of());
  }

  private Map<Atom, Atom> entries(String name) {
    Value value = column(name).orElse(OvsMap.EMPTY);
    if (value instanceof OvsMap(Map<Atom, Atom> entries)) {
      return entries;
    }
    if (value.atoms().isEmpty()) {
      return Map.of();
    }
    throw wrong(name, value, "map");
  }

  private Optional<Atom> single(String name) {
    Set<Atom> atoms = atoms(name);
    if (atoms.size() > 1) {
      throw wrong(name, atoms, "single value");
    }
    return atoms.stream().findFirst();
  }

  private static String asText(String name, Atom atom) {
    if (atom instanceof Atom.Text(String text)) {
      return text;
    }
    throw wrong(name, atom, "string");
  }

  private static long asInteger(String name, Atom atom) {
    if (atom instanceof Atom.Int(long number)) {
      return number;
    }
    throw wrong(name, atom, "integer");
  }

  private static Atom.Uuid asUuid(String name, Atom atom) {
    if (atom instanceof Atom.Uuid uuid) {
      return uuid;
    }
    throw wrong(name, atom, "uuid");
  }

  private static IllegalStateException wrong(String name, Object value, String wanted) {
    return new IllegalStateException("column " + name + " is no " + wanted + ": " + value);
  }
}
