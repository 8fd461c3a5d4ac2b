package io.weft.pipeline.golden;

import io.weft.pipeline.table.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The book's chapter on policies shows the flows that its example is compiled to.
class PolicyChapterTest {

  @Test
  void theChapterShowsTheTablesOfItsExampleAsTheyAre() throws IOException {
    Dump dump = new Dump(Configuration.POLICIES.compiler());
    Map<String, String> parts = new LinkedHashMap<>();
    for (Table table :
        List.of(
            Table.CLASSIFY,
            Table.PEER_LABELS,
            Table.PEER_IDENTITY,
            Table.EGRESS_RULES,
            Table.INGRESS_RULES)) {
      parts.put(table.title(), "```\n" + dump.table(table) + "```\n");
    }
    Book.check("4-from-policy-to-conjunctions.md", parts);
  }
}
