package io.weft.lab.cases;

import io.weft.lab.traffic.Protocol;
import io.weft.net.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Who reaches whom by one protocol, port and family: `.` must, `X` must not, `-` is not judged.
///
/// @param columns the destinations
/// @param rows per source one character for each column
public record Table(
    Protocol protocol, int port, IpFamily family, List<String> columns, Map<String, String> rows) {

  public Table {
    columns = List.copyOf(columns);
    rows = new TreeMap<>(rows);
    for (Map.Entry<String, String> row : rows.entrySet()) {
      if (row.getValue().length() != columns.size()
          || !row.getValue().chars().allMatch(mark -> ".X-".indexOf(mark) >= 0)) {
        throw new IllegalArgumentException(
            "row %s '%s' does not fit the %d columns"
                .formatted(row.getKey(), row.getValue(), columns.size()));
      }
    }
  }

  /// A judged cell.
  ///
  /// @param question what to try
  /// @param reached whether it must be reached
  public record Cell(Question question, boolean reached) {}

  /// All judged cells, row by row.
  public List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    rows.forEach((source, marks) -> {
      for (int i = 0; i < columns.size(); i++) {
        if (marks.charAt(i) != '-') {
          cells.add(new Cell(question(source, columns.get(i)), marks.charAt(i) == '.'));
        }
      }
    });
    return cells;
  }

  private Question question(String source, String destination) {
    return new Question(
        source,
        new Question.Target.Endpoint(destination, family),
        protocol,
        port,
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public String toString() {
    return "%s %d %s".formatted(protocol, port, family == IpFamily.IPV4 ? "IPv4" : "IPv6");
  }
}
