package io.weft.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.state.ObjectReader;
import java.util.ArrayList;
import java.util.List;

/// Rows as text (a Markdown table) and as JSON.
///
/// @param rows in the order of their printing
public record Table(List<Row> rows) {

  public Table {
    rows = List.copyOf(rows);
  }

  /// The lines of a Markdown table, columns aligned.
  public List<String> lines() {
    List<List<String>> cells = new ArrayList<>();
    cells.add(List.of("what", "Weft", "baseline", "ratio", "target", "met"));
    for (Row row : rows) {
      cells.add(
          List.of(
              row.benchmark() + ": " + row.work(),
              (row.weft() + " " + row.unit()).strip(),
              row.baseline()
                  .map(b -> "%s: %s %s".formatted(b.name(), b.value(), row.unit()).strip())
                  .orElse(""),
              row.baseline().isPresent() ? row.judged().toString() : "",
              target(row),
              verdict(row)));
    }
    int[] widths = new int[cells.getFirst().size()];
    for (List<String> line : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    cells.forEach(line -> lines.add(line(line, widths)));
    List<String> rule = new ArrayList<>();
    for (int width : widths) {
      rule.add("-".repeat(width));
    }
    lines.add(1, line(rule, widths));
    return lines;
  }

  private static String target(Row row) {
    return switch (row.target().bound()) {
      case AT_MOST, AT_LEAST, EXACTLY ->
          row.baseline().isPresent()
              ? row.target().toString()
              : (row.target() + " " + row.unit()).strip();
      case REPORTED -> "";
    };
  }

  private static String verdict(Row row) {
    return switch (row.target().bound()) {
      case AT_MOST, AT_LEAST, EXACTLY -> row.met() ? "yes" : "no";
      case REPORTED -> "";
    };
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder text = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      text.append(" ").append(cells.get(i));
      text.append(" ".repeat(widths[i] - cells.get(i).length())).append(" |");
    }
    return text.toString();
  }

  /// Everything, for keeping.
  public JsonNode json() {
    List<ObjectNode> list = new ArrayList<>();
    for (Row row : rows) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("benchmark", row.benchmark()).put("work", row.work()).put("unit", row.unit());
      put(json, "weft", row.weft());
      row.baseline()
          .ifPresent(baseline -> {
            json.put("baseline", baseline.name());
            put(json, "baselineValue", baseline.value());
            put(json, "ratio", row.judged());
          });
      json.put("target", target(row));
      list.add(json.put("met", row.met()));
    }
    return ObjectReader.JSON.valueToTree(list);
  }

  private static void put(ObjectNode json, String key, Spread spread) {
    json.putObject(key)
        .put("median", spread.median())
        .put("least", spread.least())
        .put("greatest", spread.greatest());
  }
}
