package io.weft.integration.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.cluster.Protocol;
import io.weft.net.IpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// The policy cases, as files; whoever judges them reads them here.
final class CaseFile {

  /// For `@MethodSource`: the names of all cases.
  static final String NAMES = "io.weft.integration.oracle.CaseFile#names";

  private static final Path CASES = Path.of("src", "test", "resources", "cases", "netpol");
  private static final ObjectMapper JSON = new ObjectMapper();

  private CaseFile() {}

  static Stream<String> names() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  static JsonNode read(String name) throws IOException {
    return JSON.readTree(CASES.resolve(name).toFile());
  }

  /// What a table of a case demands of one way.
  ///
  /// @param allowed whether traffic shall pass
  record Cell(
      String from, String to, IpFamily family, Protocol protocol, int port, boolean allowed) {
    @Override
    public String toString() {
      return from + " to " + to;
    }
  }

  /// The cells of a table that demand something.
  static Stream<Cell> cells(JsonNode table) {
    return table.get("rows").properties().stream().flatMap(row -> cells(table, row));
  }

  private static Stream<Cell> cells(JsonNode table, Map.Entry<String, JsonNode> row) {
    String marks = row.getValue().asText();
    Stream.Builder<Cell> cells = Stream.builder();
    for (int i = 0; i < marks.length(); i++) {
      if (marks.charAt(i) != '-') {
        cells.add(
            new Cell(
                row.getKey(),
                table.get("cols").get(i).asText(),
                table.get("family").asInt() == 4 ? IpFamily.IPV4 : IpFamily.IPV6,
                protocol(table),
                table.get("port").asInt(),
                marks.charAt(i) == '.'));
      }
    }
    return cells.build();
  }

  static Protocol protocol(JsonNode json) {
    return Protocol.valueOf(json.get("protocol").asText());
  }

  /// Whether a probe shall be answered.
  static boolean answered(JsonNode probe) {
    return switch (probe.get("expect").get("outcome").asText()) {
      case "answered" -> true;
      case "noanswer", "dropped", "rejected" -> false;
      case String other -> throw new AssertionError("outcome " + other);
    };
  }
}
