package io.weft.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.EndpointSlice;
import io.weft.cluster.Labels;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.ServiceCidr;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClusterObjectsTest {

  private static final ObjectKey KEY = ObjectKey.pod("x", "web");

  private final ClusterObjects objects = new ClusterObjects();

  @Test
  void nodesAndRangesComeAndGo() {
    objects.apply(
        List.of(
            new ClusterChange.Put(node("b")),
            new ClusterChange.Put(node("a")),
            new ClusterChange.Put(new ServiceCidr("s", List.of(IpPrefix.parse("10.96.0.0/12"))))));
    assertThat(objects.nodes()).containsExactly(node("a"), node("b"));
    assertThat(objects.serviceCidrs()).hasSize(1);
    assertThat(objects.all()).hasSize(3);
    objects.apply(
        List.of(
            new ClusterChange.Delete(ObjectKey.node("a")),
            new ClusterChange.Delete(ObjectKey.serviceCidr("s"))));
    assertThat(objects.node("a")).isEmpty();
    assertThat(objects.node("b")).contains(node("b"));
    assertThat(objects.serviceCidrs()).isEmpty();
    assertThat(objects.size()).isEqualTo(1);
  }

  @Test
  void whoWaitsForAPodIsWokenByTheRightOne() {
    Future<Void> waiting = objects.pod(KEY, pod -> pod.uid().equals("new"));
    objects.apply(List.of(new ClusterChange.Put(pod("old"))));
    assertThat(waiting.isComplete()).isFalse();
    objects.apply(List.of(new ClusterChange.Put(pod("new"))));
    assertThat(waiting.succeeded()).isTrue();
    assertThat(objects.pod(KEY, pod -> true).succeeded()).isTrue();
  }

  @Test
  void whoIsForgottenIsNotWoken() {
    Future<Void> waiting = objects.pod(KEY, pod -> true);
    objects.forget(KEY, waiting);
    objects.forget(KEY, waiting);
    objects.apply(List.of(new ClusterChange.Put(pod("new"))));
    assertThat(waiting.isComplete()).isFalse();
  }

  @Test
  void anAddressOfAPodCidrIsVacantIfNobodyHasIt() {
    Node node =
        new Node("a", Labels.NONE, List.of(), List.of(), List.of(IpPrefix.parse("10.244.1.0/24")));
    Pod there =
        new Pod(
            "x",
            "there",
            "1",
            Labels.NONE,
            Optional.of("a"),
            false,
            Pod.Phase.RUNNING,
            false,
            List.of(IpAddress.parse("10.244.1.7")),
            List.of());
    objects.apply(List.of(new ClusterChange.Put(node), new ClusterChange.Put(there)));
    Predicate<IpAddress> vacant = objects.vacant(List.of(IpAddress.parse("10.244.1.8")));
    assertThat(
            Stream.of("10.244.1.1", "10.244.1.7", "10.244.1.8", "10.244.1.9", "192.0.2.9")
                .map(IpAddress::parse)
                .filter(vacant))
        .containsExactly(IpAddress.parse("10.244.1.9"));
    assertThat(objects.absent(List.of())).as("outside").accepts(IpAddress.parse("192.0.2.9"));
    assertThat(objects.absent(List.of())).rejects(IpAddress.parse("10.244.1.7"));
  }

  @Test
  void anEndpointNeedsNoPodObject() {
    Node node =
        new Node("a", Labels.NONE, List.of(), List.of(), List.of(IpPrefix.parse("10.244.1.0/24")));
    IpAddress address = IpAddress.parse("10.244.1.7");
    EndpointSlice slice =
        new EndpointSlice(
            "x",
            "web-1",
            "web",
            IpFamily.IPV4,
            List.of(
                new EndpointSlice.Endpoint(
                    address,
                    true,
                    true,
                    false,
                    "",
                    "",
                    Collections.emptyNavigableSet(),
                    Collections.emptyNavigableSet())),
            List.of());
    objects.apply(List.of(new ClusterChange.Put(node), new ClusterChange.Put(slice)));
    assertThat(objects.vacant(List.of())).rejects(address);
    objects.apply(List.of(new ClusterChange.Delete(slice.key())));
    assertThat(objects.vacant(List.of())).accepts(address);
  }

  private static Node node(String name) {
    return new Node(name, Labels.NONE, List.of(), List.of(), List.of());
  }

  private static Pod pod(String uid) {
    return new Pod(
        "x",
        "web",
        uid,
        Labels.NONE,
        Optional.of("n1"),
        false,
        Pod.Phase.PENDING,
        false,
        List.of(),
        List.of());
  }
}
