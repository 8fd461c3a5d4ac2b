package io.weft.controller.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowStats;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Policies `x/p` and `x/q` that shut Pods in, and the Pods `x/a` and `x/b` of this node.
class PoliciesInForceTest {

  private static final ObjectKey P = ObjectKey.networkPolicy("x", "p");
  private static final ObjectKey Q = ObjectKey.networkPolicy("x", "q");
  private static final ObjectKey A = ObjectKey.pod("x", "a");
  private static final ObjectKey B = ObjectKey.pod("x", "b");
  private static final NodeFacts FACTS =
      new NodeFacts(
          "n1",
          new NodeFacts.Gateway(OfPort.ofShort(1), MacAddress.parse("02:00:00:00:00:01")),
          Optional.empty(),
          List.of(IpAddress.parse("192.0.2.1")),
          List.of(IpPrefix.parse("10.0.1.0/24")),
          List.of(),
          NodeFacts.Options.DEFAULT);

  private final PipelineCompiler compiler = new PipelineCompiler(FACTS);
  private final Deque<Promise<Void>> bridge = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final PoliciesInForce inForce =
      new PoliciesInForce(
          () -> now,
          () -> {
            bridge.add(Promise.promise());
            return bridge.getLast().future();
          });

  @Test
  void aPolicyIsInForceOnceTheBridgeHasItAndNotBefore() {
    say(pod(A), attach(A, 5), put(policy("p", "a")));
    assertThat(inForce.since(P, A)).isEmpty();
    confirmAt("2026-01-01T00:00:01Z");
    assertThat(inForce.since(P, A)).contains(Instant.parse("2026-01-01T00:00:01Z"));
    assertThat(inForce.since(P, B)).isEmpty();
    assertThat(inForce.since(Q, A)).isEmpty();
  }

  @Test
  void aChangedPolicyIsInForceSinceItsChangeAndTheOthersSinceTheirs() {
    say(pod(A), attach(A, 5), put(policy("p", "a")), put(policy("q", "a")));
    confirmAt("2026-01-01T00:00:01Z");
    say(put(policy("p", "a", "b")));
    assertThat(inForce.since(P, A)).isEmpty();
    assertThat(inForce.since(Q, A)).isPresent();
    confirmAt("2026-01-01T00:00:02Z");
    assertThat(inForce.since(P, A)).contains(Instant.parse("2026-01-01T00:00:02Z"));
    assertThat(inForce.since(Q, A)).contains(Instant.parse("2026-01-01T00:00:01Z"));
  }

  @Test
  void aPodThatIsAttachedLaterHasItSinceThen() {
    say(pod(A), pod(B), attach(A, 5), put(policy("p", "a", "b")));
    confirmAt("2026-01-01T00:00:01Z");
    say(attach(B, 6));
    confirmAt("2026-01-01T00:00:03Z");
    assertThat(inForce.since(P, B)).contains(Instant.parse("2026-01-01T00:00:03Z"));
    say(new PipelineChange.Detach("port-b"));
    confirmAt("2026-01-01T00:00:04Z");
    assertThat(inForce.since(P, B)).isEmpty();
    assertThat(inForce.since(P, A)).contains(Instant.parse("2026-01-01T00:00:01Z"));
  }

  @Test
  void whatIsGoneIsNotInForce() {
    say(pod(A), attach(A, 5), put(policy("p", "a")));
    confirmAt("2026-01-01T00:00:01Z");
    say(new PipelineChange.Cluster(new ClusterChange.Delete(P)));
    confirmAt("2026-01-01T00:00:02Z");
    assertThat(inForce.since(P, A)).isEmpty();
  }

  @Test
  void whatWasThereAtTheStartIsInForceWithTheFirstFlows() {
    var _ = compiler.apply(List.of(pod(A), attach(A, 5), put(policy("p", "a"))));
    inForce.start(compiler.policies(), List.of(local(A, 5)));
    confirmAt("2026-01-01T00:00:09Z");
    assertThat(inForce.since(P, A)).contains(Instant.parse("2026-01-01T00:00:09Z"));
  }

  @Test
  void theReportJoinsPolicyPodsRulesAndFaults() {
    say(pod(A), attach(A, 5), put(policy("p", "a")), put(broken("q")));
    confirmAt("2026-01-01T00:00:01Z");
    JsonArray policies = new PolicyReport(compiler, inForce, List.of()).policies();
    JsonObject p = policies.getJsonObject(0);
    assertThat(p.getString("policy")).isEqualTo("x/p");
    assertThat(p.getBoolean("inForce")).isTrue();
    assertThat(p.getJsonArray("pods").getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("pod", "x/a")
                .put("directions", new JsonArray().add("ingress").add("egress"))
                .put("since", "2026-01-01T00:00:01Z"));
    JsonObject q = policies.getJsonObject(1);
    assertThat(q.getBoolean("inForce")).isFalse();
    assertThat(q.getJsonArray("faults")).containsExactly("spec: cannot be read");
  }

  @Test
  void dropsAreAddedUpByTableReasonAndOwnerTheMostFrequentFirst() {
    say(pod(A), attach(A, 5), put(policy("p", "a")));
    List<FlowStats> flows =
        compiler.program().sortedFlows().stream()
            .map(flow -> new FlowStats(flow, Duration.ZERO, Duration.ZERO, packets(flow), 0))
            .toList();
    JsonArray drops = new PolicyReport(compiler, inForce, flows).drops();
    assertThat(drops).hasSizeGreaterThan(2);
    JsonObject first = drops.getJsonObject(0);
    assertThat(first.getString("owner")).contains("x/p");
    assertThat(first.getString("reason")).isEqualTo(Purpose.ISOLATED.text());
    assertThat(first.getLong("packets")).isEqualTo(1000);
    assertThat(drops.stream().map(d -> ((JsonObject) d).getLong("packets")))
        .isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  private static long packets(Flow flow) {
    return Cookie.parse(flow.cookie()).orElseThrow().purpose() == Purpose.ISOLATED ? 1000 : 1;
  }

  private void say(PipelineChange... changes) {
    var _ = compiler.apply(List.of(changes));
    inForce.changed(compiler.policies(), List.of(changes));
  }

  private void confirmAt(String time) {
    now = Instant.parse(time);
    while (!bridge.isEmpty()) {
      bridge.remove().complete();
    }
  }

  private static PipelineChange put(NetworkPolicy policy) {
    return new PipelineChange.Cluster(new ClusterChange.Put(policy));
  }

  private static PipelineChange attach(ObjectKey pod, int port) {
    return new PipelineChange.Attach(local(pod, port));
  }

  private static LocalPod local(ObjectKey pod, int port) {
    return new LocalPod(
        "port-" + pod.name(),
        pod,
        OfPort.ofShort(port),
        MacAddress.parse("0a:00:00:00:00:0" + port),
        List.of(IpAddress.parse("10.0.1." + port)));
  }

  private static PipelineChange pod(ObjectKey key) {
    return new PipelineChange.Cluster(
        new ClusterChange.Put(
            new Pod(
                key.namespace(),
                key.name(),
                "u",
                Labels.of(Map.of("app", key.name())),
                Optional.of("n1"),
                false,
                Pod.Phase.RUNNING,
                false,
                List.of(),
                List.of())));
  }

  /// Isolates the Pods with these values of the label `app`, and allows nothing.
  private static NetworkPolicy policy(String name, String... apps) {
    return new NetworkPolicy(
        "x",
        name,
        new LabelSelector(List.of(new LabelSelector.In("app", apps))),
        true,
        true,
        List.of(),
        List.of(),
        List.of());
  }

  private static NetworkPolicy broken(String name) {
    return new NetworkPolicy(
        "x",
        name,
        policy(name, "nobody").podSelector(),
        true,
        false,
        List.of(),
        List.of(),
        List.of("spec: cannot be read"));
  }
}
