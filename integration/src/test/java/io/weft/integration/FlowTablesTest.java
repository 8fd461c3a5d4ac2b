package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.node.LabNode;
import io.weft.lab.state.ObjectId;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Table;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What an operator sees with `ovs-ofctl --names dump-flows br-int`.
class FlowTablesTest {

  private static List<String> flows(LabNode node) {
    return node.ovs()
        .ofctl("dump-flows", "br-int")
        .run()
        .lines()
        .map(String::strip)
        .filter(line -> line.contains("actions="))
        .toList();
  }

  @Test
  void tablesHaveNames() {
    for (LabNode node : SharedLab.lab().nodes()) {
      assertThat(flows(node))
          .hasSizeGreaterThan(100)
          .allSatisfy(flow -> assertThat(flow).containsPattern("table=[A-Z][A-Za-z]+,"));
    }
  }

  @Test
  void noFlowFloodsOrLeavesTheDecisionToTheBridge() {
    for (LabNode node : SharedLab.lab().nodes()) {
      assertThat(flows(node))
          .noneMatch(flow -> flow.contains("NORMAL") || flow.matches(".*(FLOOD|:ALL|,ALL).*"));
    }
  }

  @Test
  void everyCookieSaysWhoOwnsTheFlow() {
    Pattern pattern = Pattern.compile("cookie=0x([0-9a-f]+),");
    for (LabNode node : SharedLab.lab().nodes()) {
      for (String flow : flows(node)) {
        Matcher matcher = pattern.matcher(flow);
        assertThat(matcher.find()).as(flow).isTrue();
        Optional<Cookie> cookie = Cookie.parse(Long.parseUnsignedLong(matcher.group(1), 16));
        assertThat(cookie).as(flow).isPresent();
        boolean ofAPod = flow.contains("in_port=\"weft") && !flow.contains("in_port=\"weft-");
        assertThat(cookie.orElseThrow().kind() == Cookie.Kind.POD || !ofAPod).as(flow).isTrue();
      }
    }
  }

  @Test
  void theAgentShowsTheFlowsGroupsAndMetersThatTheSwitchHas() {
    SharedLab.lab().apply(SharedLab.objects(SERVICE, ENDPOINTS));
    try {
      for (LabNode node : SharedLab.lab().nodes()) {
        List<String> shown =
            node.agent()
                .client()
                .ask("/flows")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(shown).anyMatch(line -> line.startsWith("group_id="));
        assertThat(shown).anyMatch(line -> line.startsWith("meter="));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(everything(node));
      }
    } finally {
      SharedLab.lab()
          .delete(
              List.of(
                  new ObjectId("Service", "it", "listed"),
                  new ObjectId("EndpointSlice", "it", "listed-1")));
    }
  }

  /// All that `ovs-ofctl` dumps of the bridge, without what the switch learned by itself.
  private static List<String> everything(LabNode node) {
    return Stream.of("dump-flows", "dump-groups", "dump-meters")
        .flatMap(command -> node.ovs().ofctl(command, "br-int").run().lines())
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.contains("OFPST_"))
        .filter(line ->
            Stream.of(Table.values())
                .filter(Table::learned)
                .noneMatch(table -> line.contains(" table=" + table.title() + ", ")))
        .toList();
  }

  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: listed, namespace: it}
      spec:
        clusterIP: 10.96.77.7
        clusterIPs: [10.96.77.7]
        ipFamilies: [IPv4]
        ports: [{name: http, protocol: TCP, port: 80, targetPort: 8080}]
      """;

  private static final String ENDPOINTS =
      """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata: {name: listed-1, namespace: it, labels: {kubernetes.io/service-name: listed}}
      addressType: IPv4
      ports: [{name: http, protocol: TCP, port: 8080}]
      endpoints:
      - {addresses: [203.0.113.7], conditions: {ready: true}}
      - {addresses: [203.0.113.8], conditions: {ready: true}}
      """;
}
