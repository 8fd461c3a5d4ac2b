package io.weft.pipeline.golden;

import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Mark;
import io.weft.pipeline.table.Priority;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The book's chapter on the pipeline is made from the declarations and the golden tables.
class ChapterTest {

  @Test
  void theChapterShowsEveryTableMarkPriorityKindAndPurposeAsItIs() throws IOException {
    Book.check("3-pipeline.md", parts());
  }

  private static Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    Dump dump = new Dump(Configuration.THREE_NODES.compiler());
    Dump older = new Dump(Configuration.WITHOUT_SELF_TRANSLATION.compiler());
    StringBuilder tables = new StringBuilder("| number | table | |\n| --- | --- | --- |\n");
    for (Table table : Table.values()) {
      tables.append(
          "| %d | [%s](#%s) | %s |\n"
              .formatted(
                  table.number(),
                  table.title(),
                  table.title().toLowerCase(Locale.ROOT),
                  table.purpose()));
      String flows = dump.table(table).isEmpty() ? older.table(table) : dump.table(table);
      parts.put(
          table.title(),
          "*Table %d. %s*\n\n```\n%s```\n"
              .formatted(
                  table.number(),
                  table.purpose(),
                  flows.isEmpty() ? "# no flows of its own\n" : flows));
    }
    parts.put("Commit before 3.3", "```\n%s```\n".formatted(older.table(Table.COMMIT)));
    parts.put("tables", tables.toString());
    parts.put("marks", marks());
    parts.put("priorities", priorities());
    parts.put("kinds", kinds());
    parts.put("purposes", purposes());
    return parts;
  }

  private static String marks() {
    StringBuilder text = new StringBuilder("| mark | bits | says | values |\n");
    text.append("| --- | --- | --- | --- |\n");
    for (Mark mark : Mark.values()) {
      String values =
          IntStream.range(0, mark.names().size())
              .filter(i -> !mark.names().get(i).isEmpty())
              .mapToObj(i -> i + " " + mark.names().get(i))
              .collect(Collectors.joining(", "));
      text.append(
          "| %s | `%s` | %s | %s |\n".formatted(mark.title(), mark.bits(), mark.purpose(), values));
    }
    return text.toString();
  }

  private static String priorities() {
    StringBuilder text = new StringBuilder("| priority | name |\n| --- | --- |\n");
    for (Priority priority : Priority.values()) {
      text.append("| %d | %s |\n".formatted(priority.number(), priority.name()));
    }
    return text.append(
            "| %d to %d | rules |\n"
                .formatted(Priority.rules(0), Priority.rules(Priority.RULE_LEVELS - 1)))
        .toString();
  }

  private static String kinds() {
    StringBuilder text = new StringBuilder("| code | kind of owner |\n| --- | --- |\n");
    for (Cookie.Kind kind : Cookie.Kind.values()) {
      text.append("| 0x%02x | %s |\n".formatted(kind.code(), kind));
    }
    return text.toString();
  }

  private static String purposes() {
    StringBuilder text = new StringBuilder("| code | purpose | |\n| --- | --- | --- |\n");
    for (Purpose purpose : Purpose.values()) {
      text.append(
          "| 0x%02x | %s | %s |\n"
              .formatted(purpose.code(), purpose.text(), purpose.drop() ? "ends here" : ""));
    }
    return text.toString();
  }
}
