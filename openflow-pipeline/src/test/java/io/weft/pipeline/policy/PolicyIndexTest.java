package io.weft.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.net.IpAddress;
import io.weft.pipeline.Example;
import io.weft.pipeline.node.LocalPod;
import io.weft.policy.Direction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyIndexTest {

  private static final IpAddress A = Example.ip("10.244.2.1");

  private final PolicyIndex index = new PolicyIndex(32, PolicyIndex.LEVEL_CAPACITY);

  private static Pod pod(String name, Pod.Phase phase, boolean terminating, String label) {
    return new Pod(
        "x",
        name,
        "",
        Labels.of(Map.of("app", label)),
        Optional.of("node2"),
        false,
        phase,
        terminating,
        List.of(A),
        List.of());
  }

  private static NetworkPolicy policy(String name, String app, List<String> faults) {
    Peer peer =
        new Peer.Pods(Optional.empty(), Optional.of(LabelSelector.matchLabels(Map.of("app", app))));
    return new NetworkPolicy(
        "x",
        name,
        LabelSelector.EVERYTHING,
        true,
        false,
        List.of(new Rule(0, List.of(peer), List.of())),
        List.of(),
        faults);
  }

  private LocalPod local() {
    LocalPod example = Example.pod(1, 1);
    return new LocalPod(
        "port", ObjectKey.pod("x", "local"), example.port(), example.mac(), example.addresses());
  }

  private String owner(IpAddress address) {
    return index.row(address).map(row -> row.pod().name()).orElse("nobody");
  }

  private void judge() {
    index.attach(local());
    index.put(policy("p", "web", List.of()));
  }

  @Test
  void withoutAPolicyForAPodHereThereAreNoRows() {
    index.put(pod("a", Pod.Phase.RUNNING, false, "web"));
    index.put(policy("p", "web", List.of()));
    assertThat(index.settle().addresses()).containsExactly(A);
    assertThat(owner(A)).isEqualTo("nobody");
    index.attach(local());
    assertThat(index.settle().addresses()).contains(A);
    assertThat(owner(A)).isEqualTo("a");
  }

  @Test
  void anAddressHasOneLiveOwner() {
    judge();
    index.put(pod("a", Pod.Phase.SUCCEEDED, false, "web"));
    index.settle();
    assertThat(owner(A)).isEqualTo("nobody");
    index.put(pod("b", Pod.Phase.RUNNING, true, "web"));
    index.settle();
    assertThat(owner(A)).isEqualTo("b");
    index.put(pod("c", Pod.Phase.RUNNING, false, "web"));
    index.settle();
    assertThat(owner(A)).isEqualTo("c");
    index.delete(ObjectKey.pod("x", "c"));
    index.settle();
    assertThat(owner(A)).isEqualTo("b");
  }

  @Test
  void forAPodOfThisNodeTheAttachmentSaysTheAddress() {
    judge();
    Pod claimant = pod("local", Pod.Phase.RUNNING, false, "web");
    index.put(claimant);
    index.settle();
    assertThat(owner(A)).isEqualTo("nobody");
    assertThat(owner(Example.ip("10.244.1.11"))).isEqualTo("local");
  }

  @Test
  void labelsThatNoRuleAsksForDoNotSplitIdentities() {
    judge();
    index.put(pod("a", Pod.Phase.RUNNING, false, "web"));
    index.settle();
    PolicyIndex.AddressRow before = index.row(A).orElseThrow();
    int identity = index.identityNumber(before.labels());
    Pod relabelled =
        new Pod(
            "x",
            "a",
            "",
            Labels.of(Map.of("app", "web", "colour", "red")),
            Optional.of("node2"),
            false,
            Pod.Phase.RUNNING,
            false,
            List.of(A),
            List.of());
    index.put(relabelled);
    assertThat(index.settle().identities()).isEmpty();
    PolicyIndex.AddressRow after = index.row(A).orElseThrow();
    assertThat(after.labelNumber()).isNotEqualTo(before.labelNumber());
    assertThat(index.identityNumber(after.labels())).isEqualTo(identity).isNotZero();
  }

  @Test
  void theStatusSaysWhereAPolicyIsInForceAndWhatIsWrongWithIt() {
    index.put(policy("p", "web", List.of("spec.egress[0]: broken")));
    index.settle();
    assertThat(index.statuses())
        .containsExactly(
            new PolicyStatus(
                ObjectKey.networkPolicy("x", "p"),
                List.of(),
                List.of(),
                List.of("spec.egress[0]: broken")));
    assertThat(index.statuses().getFirst().inForce()).isFalse();
    index.attach(local());
    index.settle();
    PolicyStatus status = index.status(ObjectKey.networkPolicy("x", "p")).orElseThrow();
    assertThat(status.ingressOn()).containsExactly(ObjectKey.pod("x", "local"));
    assertThat(status.egressOn()).isEmpty();
  }

  @Test
  void rulesBeyondWhatATableTakesAreReportedAndAllowNothing() {
    PolicyIndex small = new PolicyIndex(32, 1);
    small.attach(local());
    for (int i = 0; i < 40; i++) {
      small.put(policy("p" + i, "app" + i, List.of()));
    }
    small.settle();
    long reported = small.statuses().stream().filter(status -> !status.faults().isEmpty()).count();
    assertThat(reported).isEqualTo(40 - 16);
    long numbered =
        small.statuses().stream().mapToInt(status -> small.parts(status.policy()).size()).sum();
    assertThat(numbered).isEqualTo(16);
  }

  @Test
  void aRuleForWhichThereWasNoRoomLeavesNoTrace() {
    PolicyIndex small = new PolicyIndex(32, 1);
    small.attach(local());
    for (int i = 0; i < 40; i++) {
      small.put(policy("p" + i, "app" + i, List.of()));
    }
    small.settle();
    for (int i = 0; i < 39; i++) {
      small.delete(ObjectKey.networkPolicy("x", "p" + i));
      small.settle();
    }
    assertThat(small.parts(ObjectKey.networkPolicy("x", "p39"))).hasSize(1);
  }

  @Test
  void numbersCanBeTurnedBackIntoWhatTheyStandFor() {
    judge();
    index.put(pod("a", Pod.Phase.RUNNING, false, "web"));
    index.settle();
    int set = index.setNumber(ObjectKey.pod("x", "local"), Direction.INGRESS);
    assertThat(index.set(set).orElseThrow()).hasToString("ingress by x/p");
    assertThat(index.setNumber(ObjectKey.pod("x", "local"), Direction.EGRESS)).isZero();
    NumberedPart part = index.parts(ObjectKey.networkPolicy("x", "p")).getFirst();
    assertThat(index.rule((int) part.id()).orElseThrow().place()).isEqualTo("x/p ingress[0]");
    PolicyIndex.AddressRow row = index.row(A).orElseThrow();
    assertThat(index.labelSet(row.labelNumber())).contains(row.labels());
    assertThat(index.identity(index.identityNumber(row.labels())).orElseThrow())
        .hasToString("x/app=web");
  }
}
