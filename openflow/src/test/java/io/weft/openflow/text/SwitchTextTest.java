package io.weft.openflow.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.openflow.DummyBridge;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.RandomFlows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Our text goes into a real switch, and what the switch prints is our text again.
class SwitchTextTest {

  private static DummyBridge bridge;

  @BeforeAll
  static void start() {
    bridge = DummyBridge.start();
    for (Meter meter : MeterText.parseAll(Lines.all("catalogue.meters"))) {
      bridge.ofctl("", "add-meter", "br0", MeterText.print(meter));
    }
    for (Group group : GroupText.parseAll(Lines.all("catalogue.groups"), Names.NONE)) {
      bridge.ofctl("", "add-group", "br0", GroupText.print(group, Names.NONE));
    }
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @Test
  void theCatalogueOfFlowsComesBackCharacterByCharacter() {
    comesBack(FlowText.parseAll(Lines.all("catalogue.flows"), Names.NONE));
  }

  @Test
  void flowsByChanceComeBackCharacterByCharacter() {
    List<Flow> flows = new ArrayList<>();
    for (int seed = 0; seed < 2000; seed++) {
      flows.add(new RandomFlows(seed).flow(seed));
    }
    comesBack(flows);
  }

  private static void comesBack(List<Flow> flows) {
    String text = flows.stream().map(FlowText::print).collect(Collectors.joining("\n"));
    bridge.ofctl("", "del-flows", "br0");
    bridge.ofctl(text, "--bundle", "add-flows", "br0", "-");
    String dump = bridge.ofctl("", "--no-names", "--no-stats", "dump-flows", "br0");
    assertThat(dump.lines().map(String::strip).toList())
        .containsExactlyInAnyOrderElementsOf(text.lines().toList());
    assertThat(FlowText.parseAll(dump, Names.NONE)).containsExactlyInAnyOrderElementsOf(flows);
  }

  @Test
  void theCatalogueOfGroupsComesBackCharacterByCharacter() {
    String dump = bridge.ofctl("", "--no-names", "dump-groups", "br0");
    assertThat(dump.lines().skip(1).map(String::strip).toList())
        .containsExactlyInAnyOrderElementsOf(Lines.of("catalogue.groups"));
  }

  @Test
  void theCatalogueOfMetersComesBackAsItWas() {
    String dump = bridge.ofctl("", "dump-meters", "br0");
    assertThat(MeterText.parseAll(dump))
        .containsExactlyInAnyOrderElementsOf(MeterText.parseAll(Lines.all("catalogue.meters")));
  }
}
