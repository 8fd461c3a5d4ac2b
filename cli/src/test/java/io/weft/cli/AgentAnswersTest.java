package io.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an agent answers, as people and as programs read it.
class AgentAnswersTest {

  private static final String POLICIES =
      """
      [{"policy": "shop/db", "inForce": true,
        "pods": [{"pod": "shop/db-0", "directions": ["ingress", "egress"],
                  "since": "2026-01-02T03:04:05Z"},
                 {"pod": "shop/db-1", "directions": ["ingress"], "since": null}],
        "rules": [{"rule": "shop/db ingress 0", "connections": 7}], "faults": []},
       {"policy": "shop/odd", "inForce": false, "pods": [], "rules": [],
        "faults": ["spec.ingress[0].ports[0].port: 70000 is no port"]}]
      """;
  private static final String DROPS =
      """
      [{"packets": 12, "table": "IngressRule", "reason": "isolated", "owner": "policy shop/db"}]
      """;
  private static final String FLOWS =
      """
      # pod shop/web
       cookie=0x1, table=Classifier, priority=100,in_port=web actions=resubmit(,1)
      # pod shop/web
       cookie=0x1, table=Output, priority=100,reg1=3 actions=output:web
      # pod shop/db
       cookie=0x2, table=Classifier, priority=100,in_port=db actions=resubmit(,1)
      """;
  private static final String TRACE =
      """
      {"node": "n1", "entry": "pod shop/web", "packet": "tcp 10.0.0.1 to 10.0.0.2:5432",
       "steps": [{"table": "Classifier", "owner": "pod shop/web", "purpose": "whose packet it is",
                  "flow": "table=Classifier, priority=100", "sets": {"source": "shop/web"}},
                 {"table": "IngressRule", "owner": "", "purpose": "", "flow": null, "sets": {}}],
       "outcome": {"verdict": "dropped", "reason": "isolated by policy shop/db"}}
      """;

  private AnsweringAgent agent;

  @BeforeEach
  void listen(@TempDir Path directory) throws IOException {
    agent =
        new AnsweringAgent(
            directory,
            Map.of(
                "/policies", POLICIES,
                "/drops", DROPS,
                "/flows", FLOWS,
                "/trace", TRACE,
                "/status", "{\"ready\": false, \"datapath\": \"netdev\"}"));
  }

  @AfterEach
  void close() throws IOException {
    agent.close();
  }

  private Execution ask(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--socket";
    all[arguments.length + 1] = agent.socket();
    return Execution.of(all);
  }

  @Test
  void policiesSayWhereTheyAreInForceAndWhatIsBroken() {
    assertThat(ask("policies").output())
        .isEqualTo(
            """
            shop/db
              on shop/db-0                ingress egress   since 2026-01-02T03:04:05Z
              on shop/db-1                ingress          not yet
              rule ingress 0              7 connections
            shop/odd  selects no Pod of this node
              broken: spec.ingress[0].ports[0].port: 70000 is no port
            """);
  }

  @Test
  void dropsAreALineEach() {
    assertThat(ask("drops").output())
        .isEqualTo("        12  IngressRule    isolated  (policy shop/db)\n");
  }

  @Test
  void programsGetTheSameTreeAsJsonAndAsYaml() throws JsonProcessingException {
    for (String question : new String[] {"policies", "drops", "status"}) {
      var json = new ObjectMapper().readTree(ask(question, "-o", "json").output());
      assertThat(new YAMLMapper().readTree(ask(question, "-o", "yaml").output())).isEqualTo(json);
      assertThat(json).isNotEmpty();
    }
  }

  @Test
  void anAgentThatIsNotReadyIsStatusOne() {
    Execution status = ask("status");
    assertThat(status.status()).isEqualTo(1);
    assertThat(status.output()).contains("ready: false").contains("datapath: \"netdev\"");
  }

  @Test
  void flowsOfOneTableKeepTheirOwners() {
    assertThat(ask("flows").output()).isEqualTo(FLOWS);
    assertThat(ask("flows", "--table", "Output").output())
        .isEqualTo(
            """
            # pod shop/web
             cookie=0x1, table=Output, priority=100,reg1=3 actions=output:web
            """);
  }

  @Test
  void aTraceNamesTheFlowsAndTheVerdict() {
    Execution trace = ask("trace", "shop/web", "shop/db", "--tcp", "5432", "--family", "4");
    assertThat(trace.output())
        .isEqualTo(
            """
            node n1, from pod shop/web: tcp 10.0.0.1 to 10.0.0.2:5432
              Classifier      pod shop/web: whose packet it is
                              table=Classifier, priority=100
                              -> source = shop/web
              IngressRule    \s
                              no flow matches
              => dropped: isolated by policy shop/db
            """);
    assertThat(agent.questions())
        .containsExactly(
            "/trace?connection=new&flows=desired&from=shop%2Fweb&to=shop%2Fdb"
                + "&protocol=tcp&port=5432&family=4");
  }

  @Test
  void whatTheAgentCannotAnswerIsSaidInItsWords(@TempDir Path directory) throws IOException {
    try (AnsweringAgent ignorant = new AnsweringAgent(directory, Map.of())) {
      for (String question : new String[] {"policies", "drops", "flows"}) {
        Execution failed = Execution.of(question, "--socket", ignorant.socket());
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.errors()).contains("nobody knows /" + question);
      }
    }
  }
}
