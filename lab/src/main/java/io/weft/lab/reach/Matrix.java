package io.weft.lab.reach;

import java.util.ArrayList;
import java.util.List;

/// Who reaches whom by one protocol and family.
///
/// @param title protocol, family, port
/// @param columns the destinations
/// @param rows the sources
public record Matrix(String title, List<String> columns, List<Row> rows) {

  /// Reached, and the server saw the address that it must see.
  public static final char REACHED = '.';

  /// Nothing came back.
  public static final char SILENT = 'X';

  /// Refused at once.
  public static final char REJECTED = 'R';

  /// Reached, but the server saw another source address than it must.
  public static final char TRANSLATED = 'S';

  /// Answered by somebody else.
  public static final char STRANGER = '?';

  /// Not asked: the same endpoint, or no address of the family.
  public static final char NOT_ASKED = ' ';

  public Matrix {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /// One source.
  ///
  /// @param source its name
  /// @param marks one character per column
  /// @param remarks what is to be said about cells that are not reached as they should be
  public record Row(String source, String marks, List<String> remarks) {

    public Row {
      remarks = List.copyOf(remarks);
    }
  }

  /// How many cells were asked.
  public long asked() {
    return count(false);
  }

  /// How many cells are [#REACHED].
  public long reached() {
    return count(true);
  }

  private long count(boolean reachedOnly) {
    return rows.stream()
        .flatMapToInt(row -> row.marks().chars())
        .filter(mark -> mark != NOT_ASKED && (!reachedOnly || mark == REACHED))
        .count();
  }

  /// The matrix as lines of text: the columns numbered as the rows are.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %d of %d reached".formatted(title, reached(), asked()));
    int width = rows.stream().mapToInt(row -> row.source().length()).max().orElse(0);
    int columnWidth = columns.stream().mapToInt(String::length).max().orElse(0);
    for (int line = 0; line < columnWidth; line++) {
      StringBuilder text = new StringBuilder("  " + " ".repeat(width) + "  ");
      for (String column : columns) {
        int at = line - (columnWidth - column.length());
        text.append(at < 0 ? ' ' : column.charAt(at)).append(' ');
      }
      lines.add(text.toString().stripTrailing());
    }
    for (Row row : rows) {
      StringBuilder text = new StringBuilder("  " + row.source());
      text.append(" ".repeat(width - row.source().length() + 2));
      row.marks().chars().forEach(mark -> text.append((char) mark).append(' '));
      lines.add(text.toString().stripTrailing());
    }
    for (Row row : rows) {
      row.remarks().forEach(remark -> lines.add("  " + remark));
    }
    return lines;
  }
}
