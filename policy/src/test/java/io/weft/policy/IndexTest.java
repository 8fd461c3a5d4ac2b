package io.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IndexTest {

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private static final Labels TEAM = Labels.of(Map.of("a", "1"));

  @ParameterizedTest
  @MethodSource("seeds")
  void whateverTheHistoryTheIndexFindsWhatAWalkFinds(long seed) {
    RandomCluster random = new RandomCluster(seed);
    PolicyIndex index = new PolicyIndex();
    Map<ObjectKey, Policy> known = new TreeMap<>();
    for (int i = 0; i < 60; i++) {
      NetworkPolicy policy = random.policy("np" + i % 7);
      if (random.chance(3)) {
        assertThat(index.remove(policy.key()).isPresent())
            .isEqualTo(known.remove(policy.key()) != null);
      } else {
        Policy value = Policy.of(policy);
        index.put(value);
        known.put(value.key(), value);
      }
      LabelSet labelSet = LabelSet.of(random.pod("p"));
      NavigableSet<ObjectKey> expected =
          known.values().stream()
              .filter(p -> p.subjects().matches(labelSet, Labels.NONE))
              .map(Policy::key)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(index.selecting(labelSet)).as("seed %d", seed).isEqualTo(expected);
      assertThat(index.policySet(labelSet).policies()).isEqualTo(expected);
      assertThat(index.policies()).containsExactlyInAnyOrderElementsOf(known.values());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void identitiesChangeOnlyWhereTheChangeSaysSo(long seed) {
    RandomCluster random = new RandomCluster(seed);
    PeerIndex index = new PeerIndex();
    List<Policy> used = new ArrayList<>();
    List<LabelSet> labelSets = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      labelSets.add(LabelSet.of(random.pod("p" + i)));
    }
    Labels namespace = Labels.of(random.labels());
    Map<LabelSet, Identity> before = new HashMap<>();
    labelSets.forEach(set -> before.put(set, index.identity(set, namespace)));
    for (int i = 0; i < 30; i++) {
      PeerIndex.Change change;
      if (!used.isEmpty() && random.chance(2)) {
        change = index.release(used.removeLast());
      } else {
        Policy policy = Policy.of(random.policy("np" + i));
        used.add(policy);
        change = index.use(policy);
      }
      for (LabelSet set : labelSets) {
        Identity now = index.identity(set, namespace);
        assertThat(now).as("seed %d", seed).isEqualTo(walked(used, set, namespace));
        assertThat(now.equals(before.put(set, now)) || change.touches(set, namespace)).isTrue();
      }
    }
  }

  private static Identity walked(List<Policy> used, LabelSet set, Labels namespace) {
    NavigableSet<PodSelector> selectors = new TreeSet<>();
    NavigableSet<NamedPort> names = new TreeSet<>();
    for (Policy policy : used) {
      policy.peerSelectors().stream()
          .filter(s -> s.matches(set, namespace))
          .forEach(selectors::add);
      names.addAll(policy.names(Direction.EGRESS));
    }
    return new Identity(selectors, set.ports().only(names));
  }

  @Test
  void labelsThatNoSelectorReadsDoNotSplitIdentities() {
    PeerIndex index = new PeerIndex();
    index.use(Policies.allowing("x", "p", Map.of("app", "web")));
    LabelSet one = new LabelSet("x", Labels.of(Map.of("app", "web", "hash", "1")), NamedPorts.NONE);
    LabelSet two = new LabelSet("x", Labels.of(Map.of("app", "web", "hash", "2")), NamedPorts.NONE);
    assertThat(index.identity(one, TEAM)).isEqualTo(index.identity(two, TEAM));
    assertThat(index.identity(one, TEAM).isEmpty()).isFalse();
    assertThat(index.identity(one, TEAM)).hasToString("[x/app=web]");
  }

  @Test
  void whatIsReleasedTooOftenIsABug() {
    PeerIndex index = new PeerIndex();
    Policy policy = Policies.allowing("x", "p", Map.of("app", "web"));
    assertThat(index.use(policy).isEmpty()).isFalse();
    assertThat(index.use(policy).isEmpty()).isTrue();
    assertThat(index.release(policy).isEmpty()).isTrue();
    assertThat(index.release(policy).isEmpty()).isFalse();
    assertThatThrownBy(() -> index.release(policy)).hasMessageContaining("x/app=web");
  }

  @Test
  void ofTwoClaimantsOfAnAddressTheOneThatStaysOwnsIt() {
    RandomCluster random = new RandomCluster(5);
    List<Pod> pods = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      pods.add(random.pod("p" + i));
    }
    Pod owner = AddressOwner.among(pods).orElseThrow();
    assertThat(owner.terminating()).isFalse();
    assertThat(AddressOwner.owns(owner)).isTrue();
    assertThat(AddressOwner.among(pods.reversed())).contains(owner);
    pods.removeIf(AddressOwner::owns);
    assertThat(AddressOwner.among(pods)).isEmpty();
  }
}
