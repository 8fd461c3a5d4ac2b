package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.node.LabNode;
import java.util.List;
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
    Pattern cookie = Pattern.compile("cookie=0x([0-9a-f]+),");
    for (String flow : flows(SharedLab.lab().node("n1"))) {
      Matcher matcher = cookie.matcher(flow);
      assertThat(matcher.find()).as(flow).isTrue();
      assertThat(Long.parseUnsignedLong(matcher.group(1), 16) >>> 48).as(flow).isEqualTo(0x5746);
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
