package io.weft.integration.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.policy.oracle.Oracle;
import io.weft.policy.oracle.Question;
import io.weft.policy.oracle.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OracleCasesTest {

  private static final Path CASES = Path.of("src", "test", "resources", "cases", "netpol");
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOracleSaysWhatTheCaseDemands(String file) throws IOException {
    JsonNode root = JSON.readTree(CASES.resolve(file).toFile());
    CaseState state = new CaseState(root.get("cluster"));
    List<String> differences = new ArrayList<>();
    int judged = 0;
    boolean stateful = false;
    for (JsonNode step : root.get("steps")) {
      step.get("do").forEach(state::act);
      Judge judge = new Judge(state, step.get("name").asText(), differences);
      step.get("expect").path("tables").forEach(judge::table);
      step.get("expect").path("probes").forEach(judge::probe);
      stateful |= step.get("expect").has("flows");
      judged += judge.judged;
    }
    assertThat(differences).isEmpty();
    assertThat(judged > 0 || stateful).as("something was judged").isTrue();
  }

  /// Holds the expectations of one step against the oracle.
  private static final class Judge {

    private final CaseState state;
    private final Oracle oracle;
    private final String step;
    private final List<String> differences;
    private int judged;

    Judge(CaseState state, String step, List<String> differences) {
      this.state = state;
      this.oracle = new Oracle(state.cluster());
      this.step = step;
      this.differences = differences;
    }

    void table(JsonNode table) {
      Protocol protocol = Protocol.valueOf(table.get("protocol").asText());
      int port = table.get("port").asInt();
      IpFamily family = table.get("family").asInt() == 4 ? IpFamily.IPV4 : IpFamily.IPV6;
      table
          .get("rows")
          .properties()
          .forEach(row -> {
            String cells = row.getValue().asText();
            for (int i = 0; i < cells.length(); i++) {
              if (cells.charAt(i) != '-') {
                String to = table.get("cols").get(i).asText();
                cell(row.getKey(), to, family, protocol, port, cells.charAt(i) == '.');
              }
            }
          });
    }

    private void cell(
        String from, String to, IpFamily family, Protocol protocol, int port, boolean expected) {
      List<IpAddress> sources = state.addresses(from, family);
      List<IpAddress> destinations = state.addresses(to, family);
      if (expected && (sources.isEmpty() || destinations.isEmpty())) {
        differences.add("%s: %s to %s has no address".formatted(step, from, to));
      }
      for (IpAddress source : sources) {
        for (IpAddress destination : destinations) {
          check(from + " to " + to, new Question(source, destination, protocol, port), expected);
        }
      }
    }

    void probe(JsonNode probe) {
      boolean expected =
          switch (probe.get("expect").get("outcome").asText()) {
            case "answered" -> true;
            case "noanswer", "dropped", "rejected" -> false;
            case String other -> throw new AssertionError("outcome " + other);
          };
      IpAddress virtual = IpAddress.parse(probe.get("to").get("ip").asText());
      String from = probe.get("from").asText();
      IpAddress source = state.addresses(from, virtual.family()).getFirst();
      Protocol protocol = Protocol.valueOf(probe.get("protocol").asText());
      List<CaseState.Target> targets =
          state.endpointsOf(virtual, probe.get("to").get("port").asInt());
      assertThat(targets).as("endpoints of %s", virtual).isNotEmpty();
      for (CaseState.Target target : targets) {
        Question question = new Question(source, target.address(), protocol, target.port());
        check(from + " to " + virtual, question, expected);
      }
    }

    private void check(String who, Question question, boolean expected) {
      judged++;
      Verdict verdict = oracle.judge(question);
      if (verdict.allowed() != expected) {
        differences.add(
            "%s: %s on %s/%d shall be %s: %s"
                .formatted(
                    step,
                    who,
                    question.protocol(),
                    question.port(),
                    expected ? "allowed" : "denied",
                    verdict.reasons()));
      }
    }
  }
}
