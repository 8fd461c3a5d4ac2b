package io.weft.integration.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterState;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.pipeline.model.Answer;
import io.weft.pipeline.model.ClusterModel;
import io.weft.pipeline.model.Conversation;
import io.weft.pipeline.model.Endpoint;
import io.weft.pipeline.model.OutsideHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The policy cases, judged by the flows that are compiled for every node of the case.
class ModelCasesTest {

  @ParameterizedTest
  @MethodSource(CaseFile.NAMES)
  void theFlowsOfAllNodesDoWhatTheCaseDemands(String file) throws IOException {
    JsonNode root = CaseFile.read(file);
    Run run = new Run(new CaseState(root.get("cluster")));
    root.get("steps").forEach(run::step);
    assertThat(run.differences).isEmpty();
    assertThat(run.judged).as("something was judged").isPositive();
  }

  /// One case under way.
  private static final class Run {

    private final CaseState state;
    private final ClusterModel model;
    private final Map<String, Conversation> flows = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private int judged;

    Run(CaseState state) {
      this.state = state;
      List<OutsideHost> outside = new ArrayList<>();
      state.outside().forEach((name, ips) -> outside.add(new OutsideHost(name, ips)));
      this.model = ClusterModel.of(state.cluster(), outside);
    }

    void step(JsonNode step) {
      for (JsonNode action : step.get("do")) {
        ClusterState before = state.cluster();
        state.act(action);
        model.apply(changes(before, state.cluster()));
        if (action.get("op").asText().equals("openFlow")) {
          Endpoint to = Endpoint.parse(action.get("to").asText());
          flows.put(
              action.get("flow").asText(),
              model.open(
                  Endpoint.parse(action.get("from").asText()),
                  model.address(to, IpFamily.IPV4),
                  CaseFile.protocol(action).number(),
                  action.get("port").asInt(),
                  action.path("sourcePort").asInt()));
        }
      }
      String name = step.get("name").asText();
      JsonNode expect = step.get("expect");
      expect.path("tables").forEach(table -> table(name, table));
      expect.path("probes").forEach(probe -> probe(name, probe));
      expect.path("flows").properties().forEach(flow -> flow(name, flow));
    }

    private static List<ClusterChange> changes(ClusterState before, ClusterState after) {
      List<ClusterChange> changes = new ArrayList<>();
      before.objects().keySet().stream()
          .filter(key -> after.object(key).isEmpty())
          .forEach(key -> changes.add(new ClusterChange.Delete(key)));
      after.objects().values().stream()
          .filter(object -> before.object(object.key()).filter(object::equals).isEmpty())
          .forEach(object -> changes.add(new ClusterChange.Put(object)));
      return changes;
    }

    private void table(String step, JsonNode table) {
      CaseFile.cells(table)
          .forEach(cell ->
              check(
                  step + ": " + cell,
                  model.probe(
                      Endpoint.parse(cell.from()),
                      Endpoint.parse(cell.to()),
                      cell.family(),
                      cell.protocol(),
                      cell.port()),
                  cell.allowed()));
    }

    private void probe(String step, JsonNode probe) {
      Answer answer =
          model.probe(
              Endpoint.parse(probe.get("from").asText()),
              IpAddress.parse(probe.get("to").get("ip").asText()),
              CaseFile.protocol(probe).number(),
              probe.get("to").get("port").asInt());
      check(step + ": " + probe.get("from").asText(), answer, CaseFile.answered(probe));
      answer
          .by()
          .ifPresent(by ->
              assertThat(probe.get("expect").get("endpoints").valueStream().map(JsonNode::asText))
                  .contains(by.toString()));
    }

    private void flow(String step, Map.Entry<String, JsonNode> flow) {
      Conversation conversation =
          Objects.requireNonNull(flows.get(flow.getKey()), "flow not opened: " + flow.getKey());
      List<String> states = new ArrayList<>();
      flow.getValue().get("state").forEach(state -> states.add(state.asText()));
      Answer answer = conversation.use();
      if (states.size() == 1) {
        check(step + ": flow " + flow.getKey(), answer, states.contains("alive"));
      } else {
        judged++;
      }
    }

    private void check(String what, Answer answer, boolean expected) {
      judged++;
      if (answer.answered() != expected) {
        differences.add(
            "%s shall be %s: %s"
                .formatted(
                    what,
                    expected ? "answered" : "refused",
                    expected ? answer.reason() : "answered by " + answer.by()));
      }
    }
  }
}
