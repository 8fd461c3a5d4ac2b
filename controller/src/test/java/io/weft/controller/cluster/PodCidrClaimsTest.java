package io.weft.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.Labels;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodCidrClaimsTest {

  private static final Node A = node("a", "10.0.1.0/24", "fd00:1::/64");
  private static final Node B = node("b", "10.0.0.0/16", "fd00:2::/64");
  private static final Node C = node("c", "10.0.2.0/24");

  @Test
  void ofOverlappingPodCidrsOfNodesOfOneAgeTheFirstByNameHasItAndTheOthersAreNamed() {
    PodCidrClaims claims = PodCidrClaims.of(List.of(C, B, A));
    assertThat(claims.nodes())
        .containsEntry("a", A)
        .containsEntry("b", node("b", "fd00:2::/64"))
        .containsEntry("c", C);
    assertThat(claims.conflicts())
        .containsOnlyKeys("b")
        .containsEntry(
            "b",
            "Node b: Pod CIDR 10.0.0.0/16 overlaps 10.0.1.0/24 of Node a, which has it;"
                + " give b another");
  }

  @Test
  void theOlderNodeKeepsItsPodCidrWhateverTheNameOfTheOneThatComes() {
    Node old = created("z", 1, "10.0.1.0/24");
    PodCidrClaims claims = PodCidrClaims.of(List.of(created("a", 2, "10.0.1.0/24"), old));
    assertThat(claims.nodes()).containsEntry("z", old).containsEntry("a", created("a", 2));
    assertThat(claims.conflicts()).containsOnlyKeys("a");
  }

  @Test
  void aLargerBlockThatBeginsEarlierOverlapsToo() {
    PodCidrClaims claims =
        PodCidrClaims.of(List.of(node("a", "10.0.0.0/16"), node("b", "10.0.7.0/24")));
    assertThat(claims.conflicts()).containsOnlyKeys("b");
  }

  @Test
  void theObjectsSayWhatChangesForOtherNodes() {
    ClusterObjects objects = new ClusterObjects();
    assertThat(objects.apply(List.of(put(B)))).containsExactly(put(B));
    assertThat(objects.apply(List.of(put(A))))
        .containsExactly(put(A), put(node("b", "fd00:2::/64")));
    assertThat(objects.all()).contains(put(node("b", "fd00:2::/64")));
    assertThat(objects.apply(List.of(put(B)))).isEmpty();
    assertThat(objects.node("b")).contains(node("b", "fd00:2::/64"));
    assertThat(objects.all()).hasSize(2).contains(put(node("b", "fd00:2::/64")));
    assertThat(objects.conflicts()).containsOnlyKeys("b");
    ClusterChange gone = new ClusterChange.Delete(ObjectKey.node("a"));
    assertThat(objects.apply(List.of(gone))).containsExactly(gone, put(B));
    assertThat(objects.conflicts()).isEmpty();
    assertThat(objects.nodes()).containsExactly(B);
  }

  private static ClusterChange put(Node node) {
    return new ClusterChange.Put(node);
  }

  private static Node node(String name, String... podCidrs) {
    return created(name, 0, podCidrs);
  }

  private static Node created(String name, int second, String... podCidrs) {
    return new Node(
        name,
        Labels.NONE,
        List.of(IpAddress.parse("192.0.2.1")),
        List.of(),
        Arrays.stream(podCidrs).map(IpPrefix::parse).toList(),
        Instant.ofEpochSecond(second));
  }
}
