package io.weft.ovsdb.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.ovsdb.notation.NotationException;
import io.weft.ovsdb.notation.NotationReader;
import io.weft.ovsdb.notation.Row;
import java.util.ArrayList;
import java.util.List;

/// Reads the result of the method `transact` (RFC 7047 §4.1.3).
public final class OutcomeReader {

  private OutcomeReader() {}

  /// Reads the answer to this transaction.
  ///
  /// @throws NotationException if the answer does not fit the transaction
  public static Outcome outcome(Transaction transaction, JsonNode json) throws NotationException {
    List<Operation> operations = transaction.operations();
    if (!json.isArray()) {
      throw new NotationException("an array of results", json);
    }
    for (int i = 0; i < json.size(); i++) {
      if (json.get(i).hasNonNull("error")) {
        return refused(i, json.get(i));
      }
    }
    if (json.size() != operations.size()) {
      throw new NotationException(operations.size() + " results", json);
    }
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      results.add(result(operations.get(i), json.get(i)));
    }
    return new Outcome.Committed(results);
  }

  private static Outcome.Refused refused(int index, JsonNode json) {
    return new Outcome.Refused(index, json.path("error").asText(), json.path("details").asText(""));
  }

  private static Result result(Operation operation, JsonNode json) throws NotationException {
    return switch (operation) {
      case Operation.Insert _ -> {
        JsonNode uuid = json.path("uuid").path(1);
        if (!uuid.isTextual()) {
          throw new NotationException("the uuid of an inserted row", json);
        }
        yield new Result.Inserted(NotationReader.uuid(uuid.textValue()));
      }
      case Operation.Select _ -> new Result.Selected(rows(json.path("rows")));
      case Operation.Update _, Operation.Mutate _, Operation.Delete _ -> {
        JsonNode count = json.path("count");
        if (!count.canConvertToLong() || !count.isIntegralNumber()) {
          throw new NotationException("a count of rows", json);
        }
        yield new Result.Changed(count.longValue());
      }
      case Operation.Wait _,
          Operation.Commit _,
          Operation.Abort _,
          Operation.Comment _,
          Operation.Assert _ ->
          new Result.Done();
    };
  }

  private static List<Row> rows(JsonNode json) throws NotationException {
    if (!json.isArray()) {
      throw new NotationException("an array of rows", json);
    }
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : json) {
      rows.add(NotationReader.row(row));
    }
    return rows;
  }
}
