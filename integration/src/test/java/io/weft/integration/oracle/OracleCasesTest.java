package io.weft.integration.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.policy.oracle.Oracle;
import io.weft.policy.oracle.Question;
import io.weft.policy.oracle.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OracleCasesTest {

  @ParameterizedTest
  @MethodSource(CaseFile.NAMES)
  void theOracleSaysWhatTheCaseDemands(String file) throws IOException {
    JsonNode root = CaseFile.read(file);
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
      CaseFile.cells(table).forEach(this::cell);
    }

    private void cell(CaseFile.Cell cell) {
      List<IpAddress> sources = state.addresses(cell.from(), cell.family());
      List<IpAddress> destinations = state.addresses(cell.to(), cell.family());
      if (cell.allowed() && (sources.isEmpty() || destinations.isEmpty())) {
        differences.add("%s: %s has no address".formatted(step, cell));
      }
      for (IpAddress source : sources) {
        for (IpAddress destination : destinations) {
          Question question = new Question(source, destination, cell.protocol(), cell.port());
          check(cell.toString(), question, cell.allowed());
        }
      }
    }

    void probe(JsonNode probe) {
      IpAddress virtual = IpAddress.parse(probe.get("to").get("ip").asText());
      String from = probe.get("from").asText();
      IpAddress source = state.addresses(from, virtual.family()).getFirst();
      Protocol protocol = CaseFile.protocol(probe);
      List<CaseState.Target> targets =
          state.endpointsOf(virtual, probe.get("to").get("port").asInt());
      assertThat(targets).as("endpoints of %s", virtual).isNotEmpty();
      for (CaseState.Target target : targets) {
        Question question = new Question(source, target.address(), protocol, target.port());
        check(from + " to " + virtual, question, CaseFile.answered(probe));
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
