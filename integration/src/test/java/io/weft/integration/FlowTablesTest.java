package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.node.LabNode;
import io.weft.pipeline.table.Cookie;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  void theAgentShowsTheFlowsThatTheSwitchHas() {
    for (LabNode node : SharedLab.lab().nodes()) {
      long shown =
          node.agent()
              .client()
              .ask("/flows")
              .body()
              .lines()
              .filter(line -> line.contains("actions="))
              .count();
      assertThat((long) flows(node).size()).isEqualTo(shown);
    }
  }
}
