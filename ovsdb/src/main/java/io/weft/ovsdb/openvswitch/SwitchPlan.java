package io.weft.ovsdb.openvswitch;

import io.weft.ovsdb.notation.Atom;
import io.weft.ovsdb.notation.Condition;
import io.weft.ovsdb.notation.Mutation;
import io.weft.ovsdb.notation.OvsMap;
import io.weft.ovsdb.notation.OvsSet;
import io.weft.ovsdb.notation.Row;
import io.weft.ovsdb.notation.Value;
import io.weft.ovsdb.operations.Operation;
import io.weft.ovsdb.operations.Operation.Select;
import io.weft.ovsdb.operations.Transaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The operations of one transaction, in the making, and why each guard among them stands there.
///
/// A guard is a `wait` that does not wait: it fails the whole transaction if the database is not, at
/// that moment, what the plan was made from. A pure value once made.
final class SwitchPlan {

  private final List<Operation> operations = new ArrayList<>();
  private final List<Optional<String>> guards = new ArrayList<>();
  private Optional<String> rejection = Optional.empty();
  private boolean changing;
  private int names;

  /// Adds an operation that changes something.
  void change(Operation operation) {
    add(operation, Optional.empty());
    changing = true;
  }

  /// Fails the transaction unless the query gives exactly these rows.
  void guard(
      String table, List<Condition> where, List<String> columns, List<Row> rows, String why) {
    add(Operation.Wait.now(new Select(table, where, columns), rows), Optional.of(why));
  }

  /// Fails the transaction unless there is a row of this name.
  void guardPresent(String table, String name) {
    guard(
        table,
        List.of(Condition.named(name)),
        List.of("name"),
        List.of(Row.EMPTY.with("name", Atom.of(name))),
        table + " '" + name + "' does not exist");
  }

  /// Fails the transaction if there is a row of this name.
  void guardAbsent(String table, String name) {
    guard(
        table,
        List.of(Condition.named(name)),
        List.of("name"),
        List.of(),
        table + " '" + name + "' exists already");
  }

  /// Fails the transaction unless the row still has this value.
  void guardUnchanged(String table, Atom.Uuid row, String column, Value value, String name) {
    guard(
        table,
        List.of(Condition.is(row)),
        List.of(column),
        List.of(Row.EMPTY.with(column, value)),
        column + " of " + table + " '" + name + "' changed meanwhile");
  }

  /// Gives the plan up: nothing is to be sent.
  void reject(String reason) {
    rejection = rejection.or(() -> Optional.of(reason));
  }

  /// A name for a row that this transaction inserts.
  Atom.NamedUuid fresh() {
    return new Atom.NamedUuid("row" + names++);
  }

  /// Inserts a row and returns how to refer to it.
  Atom.NamedUuid insert(String table, Row row) {
    Atom.NamedUuid name = fresh();
    change(Operation.insert(table, row, name.name()));
    return name;
  }

  /// Sets columns of a row if there are any to set.
  void update(String table, Atom.Uuid uuid, Row row) {
    if (!row.columns().isEmpty()) {
      change(new Operation.Update(table, List.of(Condition.is(uuid)), row));
    }
  }

  /// Brings keys of a map of strings to these values and removes others.
  void setKeys(
      String table,
      List<Condition> where,
      String column,
      Map<String, String> now,
      Map<String, String> put,
      Set<String> remove) {
    Set<String> going = new HashSet<>(remove);
    going.removeIf(key -> !now.containsKey(key) || put.containsKey(key));
    List<Mutation> mutations = new ArrayList<>();
    Map<String, String> coming = new java.util.TreeMap<>(put);
    coming.entrySet().removeIf(entry -> entry.getValue().equals(now.get(entry.getKey())));
    going.addAll(coming.keySet());
    if (!going.isEmpty()) {
      mutations.add(Mutation.delete(column, OvsSet.ofTexts(going.stream().sorted().toList())));
    }
    if (!coming.isEmpty()) {
      mutations.add(Mutation.insert(column, OvsMap.ofTexts(coming)));
    }
    if (!mutations.isEmpty()) {
      change(new Operation.Mutate(table, where, mutations));
    }
  }

  /// Why nothing may be sent, if so.
  Optional<String> rejection() {
    return rejection;
  }

  /// The operations; the last one reads `next_cfg`, which counts the changes in, if any.
  Transaction transaction() {
    List<Operation> all = new ArrayList<>(operations);
    if (changing) {
      all.add(
          new Operation.Mutate(
              VswitchTables.ROOT, List.of(), List.of(Mutation.add("next_cfg", 1))));
    }
    all.add(new Select(VswitchTables.ROOT, List.of(), List.of("next_cfg")));
    return new Transaction(all);
  }

  /// Why the operation of this index stands there, if it is a guard.
  Optional<String> guard(int operation) {
    return operation < guards.size() ? guards.get(operation) : Optional.empty();
  }

  private void add(Operation operation, Optional<String> guard) {
    operations.add(operation);
    guards.add(guard);
  }
}
