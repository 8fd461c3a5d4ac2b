package io.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.Labels;
import io.weft.cluster.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SelectorIndexTest {

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverTheHistoryTheIndexFindsWhatAWalkFinds(long seed) {
    RandomCluster random = new RandomCluster(seed);
    SelectorIndex<Policy> index = new SelectorIndex<>();
    Map<ObjectKey, Policy> known = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      Policy policy = Policy.of(random.policy("np" + i % 7));
      Policy before = known.remove(policy.key());
      if (before != null) {
        index.remove(before.subjects(), before);
      }
      if (!random.chance(3)) {
        index.add(policy.subjects(), policy);
        known.put(policy.key(), policy);
      }
      LabelSet labels = LabelSet.of(random.pod("p"));
      assertThat(index.matching(labels, Labels.NONE))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(
              known.values().stream()
                  .filter(p -> p.subjects().matches(labels, Labels.NONE))
                  .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void peersAreFoundByTheLabelsOfTheirNamespacesToo(long seed) {
    RandomCluster random = new RandomCluster(seed);
    SelectorIndex<PodSelector> index = new SelectorIndex<>();
    List<PodSelector> used = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      for (PodSelector selector : Policy.of(random.policy("np" + i)).peerSelectors()) {
        if (!used.contains(selector)) {
          used.add(selector);
          index.add(selector, selector);
        }
      }
      LabelSet labels = LabelSet.of(random.pod("p"));
      Labels namespace = Labels.of(random.labels());
      assertThat(index.matching(labels, namespace))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(
              used.stream().filter(s -> s.matches(labels, namespace)).toList());
    }
  }
}
