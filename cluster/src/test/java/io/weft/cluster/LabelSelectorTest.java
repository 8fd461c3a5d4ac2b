package io.weft.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.LabelSelector.DoesNotExist;
import io.weft.cluster.LabelSelector.Exists;
import io.weft.cluster.LabelSelector.In;
import io.weft.cluster.LabelSelector.NotIn;
import io.weft.cluster.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSelectorTest {

  private static final Labels WEB = Labels.of(Map.of("app", "web", "tier", ""));

  private static boolean selects(Requirement... requirements) {
    return new LabelSelector(List.of(requirements)).matches(WEB);
  }

  @Test
  void theEmptySelectorSelectsEverything() {
    assertThat(LabelSelector.EVERYTHING.matches(WEB)).isTrue();
    assertThat(LabelSelector.EVERYTHING.matches(Labels.NONE)).isTrue();
  }

  @Test
  void everyOperatorReadsAsTheApiDefinesIt() {
    assertThat(selects(new In("app", "db", "web"))).isTrue();
    assertThat(selects(new In("app", "db"))).isFalse();
    assertThat(selects(new In("zone", "a"))).isFalse();
    assertThat(selects(new NotIn("app", "db"))).isTrue();
    assertThat(selects(new NotIn("app", "web"))).isFalse();
    assertThat(selects(new NotIn("zone", "a"))).isTrue();
    assertThat(selects(new Exists("tier"))).isTrue();
    assertThat(selects(new Exists("zone"))).isFalse();
    assertThat(selects(new DoesNotExist("zone"))).isTrue();
    assertThat(selects(new DoesNotExist("tier"))).isFalse();
    assertThat(selects(new In("tier", ""))).isTrue();
  }

  @Test
  void allRequirementsMustHold() {
    assertThat(selects(new In("app", "web"), new Exists("zone"))).isFalse();
    assertThat(LabelSelector.matchLabels(Map.of("app", "web", "tier", "")).matches(WEB)).isTrue();
    assertThat(LabelSelector.matchLabels(Map.of("app", "web", "tier", "x")).matches(WEB)).isFalse();
  }
}
