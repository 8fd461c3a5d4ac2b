package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.ObjectId;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A container that Podman starts is a Pod among Pods.
class PodmanTest {

  private static final String NAME = "web";

  private static @Nullable Podman found;

  @BeforeAll
  static void configure(@TempDir Path directory) {
    Optional<String> missing = Podman.missing();
    assumeTrue(missing.isEmpty(), () -> "no Podman to try: " + missing.orElse(""));
    Podman podman = Podman.on(node(), directory);
    Optional<String> withoutCni = podman.withoutCni();
    assumeTrue(withoutCni.isEmpty(), () -> withoutCni.orElse(""));
    found = podman;
  }

  @AfterEach
  void remove() {
    podman().remove(NAME);
  }

  private static Podman podman() {
    return Objects.requireNonNull(found);
  }

  private static LabNode node() {
    return SharedLab.lab().node("n1");
  }

  private static LabPod far() {
    return SharedLab.pod("c");
  }

  private static IpAddress of(List<IpAddress> addresses, IpFamily family) {
    return addresses.stream().filter(a -> a.family() == family).findFirst().orElseThrow();
  }

  @Test
  void itTalksToAPodOfAnotherNodeUnderItsOwnAddress() {
    String _ = podman().serve(NAME);
    for (IpFamily family : IpFamily.values()) {
      String answer = podman().ask(NAME, of(far().addresses(), family), 80);
      assertThat(answer)
          .contains("endpoint=it/c")
          .contains("source=" + podman().address(NAME, family) + " ");
    }
  }

  @Test
  void aPodOfAnotherNodeAndItsOwnNodeReachIt() {
    String _ = podman().serve(NAME);
    for (IpFamily family : IpFamily.values()) {
      IpAddress container = podman().address(NAME, family);
      List<Probe> probes =
          List.of(probe(far().namespace(), container), probe(node().namespace(), container));
      assertThat(SharedLab.lab().prober().run(probes)).containsOnly(new Outcome.Http(200));
    }
  }

  private static Probe probe(NetworkNamespace from, IpAddress to) {
    return new Probe(
        from, Optional.empty(), to, Protocol.TCP, 80, Optional.of("/"), Duration.ofSeconds(5));
  }

  /// Nobody writes a Pod object for it: were one waited for, ADD would fail.
  @Test
  void itIsAPodOfTheDefaultNamespaceCalledByItsId() {
    String id = podman().serve(NAME);
    assertThat(node().agent().client().ask("/pods").body()).contains("default/" + id);
  }

  @Test
  void aPolicyForAllPodsOfTheDefaultNamespaceHoldsForIt() {
    String _ = podman().serve(NAME);
    IpAddress container = podman().address(NAME, IpFamily.IPV4);
    List<Probe> probe = List.of(probe(far().namespace(), container));
    SharedLab.lab()
        .apply(
            SharedLab.objects(
                """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: closed, namespace: default}
                spec: {podSelector: {}, policyTypes: [Ingress]}
                """));
    try {
      assertThat(SharedLab.lab().prober().run(probe)).containsExactly(new Outcome.Dropped());
    } finally {
      SharedLab.lab().delete(List.of(new ObjectId("NetworkPolicy", "default", "closed")));
    }
    assertThat(SharedLab.lab().prober().run(probe)).containsExactly(new Outcome.Http(200));
  }

  @Test
  void itLeavesNothingBehind() {
    Traces before = Traces.of(node());
    String _ = podman().serve(NAME);
    assertThat(Traces.of(node())).isNotEqualTo(before);
    podman().remove(NAME);
    assertThat(Traces.of(node())).isEqualTo(before);
  }
}
