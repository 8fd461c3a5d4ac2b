package io.weft.pipeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.net.IpPrefix;
import io.weft.openflow.match.Bits;
import io.weft.pipeline.Example;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.connection.TrackedConnection.Icmp;
import io.weft.pipeline.connection.TrackedConnection.Side;
import io.weft.pipeline.node.RemoteNode;
import io.weft.pipeline.table.Mark.Entry;
import io.weft.pipeline.table.Reserved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Node 1 has the Pods 1 (10.244.1.11) and 2 (10.244.1.12) of namespace `default`; node 2 is another.
class RecheckTest {

  private static final String FIRST = "10.244.1.11";
  private static final String SECOND = "10.244.1.12";
  private static final String ELSEWHERE = "10.244.2.11";
  private static final int ALLOWED = 1;

  @Test
  void withoutPoliciesNothingIsDenied() {
    assertThat(recheck().denied(List.of(tcp(Entry.POD, SECOND, FIRST, 80)))).isEmpty();
  }

  @Test
  void exactlyTheDeniedConnectionsAreFound() {
    TrackedConnection allowed = tcp(Entry.POD, SECOND, FIRST, 80);
    TrackedConnection denied = tcp(Entry.POD, SECOND, FIRST, 81);
    TrackedConnection other = tcp(Entry.POD, FIRST, SECOND, 81);
    assertThat(recheck(ingress(FIRST, 80)).denied(List.of(allowed, denied, other)))
        .containsExactly(denied);
  }

  @Test
  void whatCameByTheTunnelOrFromOutsideIsJudgedAsItCame() {
    TrackedConnection tunnel = tcp(Entry.TUNNEL, ELSEWHERE, FIRST, 81);
    TrackedConnection outside = tcp(Entry.GATEWAY, "192.0.2.9", FIRST, 81);
    TrackedConnection masqueraded = tcp(Entry.GATEWAY, "10.244.1.2", FIRST, 81);
    assertThat(recheck(ingress(FIRST, 80)).denied(List.of(tunnel, outside, masqueraded)))
        .containsExactly(tunnel, outside, masqueraded);
  }

  @Test
  void theNodesOwnConnectionsStay() {
    TrackedConnection probe = tcp(Entry.GATEWAY, "10.244.1.1", FIRST, 81);
    assertThat(recheck(ingress(FIRST, 80)).denied(List.of(probe))).isEmpty();
  }

  @Test
  void aServiceConnectionIsJudgedByItsEndpoint() {
    Side original = side(SECOND, "10.96.0.10", 40000, 8080);
    TrackedConnection good =
        new TrackedConnection(
            6, original, side(FIRST, SECOND, 80, 40000), Reserved.ZONE, mark(Entry.POD), Bits.ZERO);
    TrackedConnection bad =
        new TrackedConnection(
            6, original, side(FIRST, SECOND, 81, 40000), Reserved.ZONE, mark(Entry.POD), Bits.ZERO);
    assertThat(recheck(ingress(FIRST, 80)).denied(List.of(good, bad))).containsExactly(bad);
  }

  @Test
  void egressIsJudgedToo() {
    TrackedConnection leaving = tcp(Entry.POD, FIRST, "192.0.2.9", 443);
    TrackedConnection coming = tcp(Entry.GATEWAY, "192.0.2.9", FIRST, 443);
    assertThat(recheck(egressToNobody()).denied(List.of(leaving, coming))).containsExactly(leaving);
  }

  @Test
  void echoesAreJudgedToo() {
    Optional<Icmp> request = Optional.of(new Icmp(7, 8, 0));
    Optional<Icmp> reply = Optional.of(new Icmp(7, 0, 0));
    TrackedConnection echo =
        new TrackedConnection(
            1,
            new Side(Example.ip(SECOND), Example.ip(FIRST), 0, 0, request),
            new Side(Example.ip(FIRST), Example.ip(SECOND), 0, 0, reply),
            Reserved.ZONE,
            mark(Entry.POD),
            Bits.ZERO);
    assertThat(recheck(ingress(FIRST, 80)).denied(List.of(echo))).containsExactly(echo);
  }

  @Test
  void whatWasNeverAllowedOrIsNotOursIsLeftAlone() {
    Side original = side(SECOND, FIRST, 40000, 81);
    Side reply = side(FIRST, SECOND, 81, 40000);
    TrackedConnection never =
        new TrackedConnection(
            6, original, reply, Reserved.ZONE, mark(Entry.POD) - ALLOWED, Bits.ZERO);
    TrackedConnection host =
        new TrackedConnection(6, original, reply, 0, mark(Entry.POD), Bits.ZERO);
    TrackedConnection gone = tcp(Entry.POD, "10.244.1.99", FIRST, 81);
    assertThat(recheck(ingress(FIRST, 80)).denied(List.of(never, host, gone))).isEmpty();
  }

  private static Recheck recheck(NetworkPolicy... policies) {
    PipelineCompiler compiler = new PipelineCompiler(Example.facts(1));
    List<ClusterObject> objects = new ArrayList<>(List.of(policies));
    objects.add(Example.node(1));
    objects.add(Example.node(2));
    List<PipelineChange> changes = new ArrayList<>();
    objects.forEach(
        object -> changes.add(new PipelineChange.Cluster(new ClusterChange.Put(object))));
    changes.add(new PipelineChange.Attach(Example.pod(1, 1)));
    changes.add(new PipelineChange.Attach(Example.pod(1, 2)));
    assertThat(compiler.apply(changes).isEmpty()).isFalse();
    return new Recheck(
        compiler.program(),
        Doorways.of(
            Example.facts(1),
            List.of(Example.pod(1, 1), Example.pod(1, 2)),
            List.of(
                RemoteNode.of(Example.node(1)).orElseThrow(),
                RemoteNode.of(Example.node(2)).orElseThrow())));
  }

  /// Everybody may reach the port of all Pods; other ports only from that one address.
  private static NetworkPolicy ingress(String open, int port) {
    IpPrefix everything = IpPrefix.parse("0.0.0.0/0");
    return new NetworkPolicy(
        "default",
        "ingress",
        LabelSelector.EVERYTHING,
        true,
        false,
        List.of(
            new NetworkPolicy.Rule(
                0,
                List.of(new NetworkPolicy.Peer.IpBlock(everything, List.of())),
                List.of(
                    new NetworkPolicy.Port(
                        Protocol.TCP,
                        Optional.of(new PortReference.Numbered(port)),
                        OptionalInt.empty()))),
            new NetworkPolicy.Rule(
                1,
                List.of(new NetworkPolicy.Peer.IpBlock(IpPrefix.parse(open + "/32"), List.of())),
                List.of())),
        List.of(),
        List.of());
  }

  private static NetworkPolicy egressToNobody() {
    return new NetworkPolicy(
        "default",
        "egress",
        LabelSelector.EVERYTHING,
        false,
        true,
        List.of(),
        List.of(),
        List.of());
  }

  private static TrackedConnection tcp(long entry, String from, String to, int port) {
    return new TrackedConnection(
        6,
        side(from, to, 40000, port),
        side(to, from, port, 40000),
        Reserved.ZONE,
        mark(entry),
        Bits.ZERO);
  }

  private static long mark(long entry) {
    return ALLOWED | entry << 4;
  }

  private static Side side(String source, String destination, int sourcePort, int port) {
    return new Side(
        Example.ip(source), Example.ip(destination), sourcePort, port, Optional.empty());
  }
}
