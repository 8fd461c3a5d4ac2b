package io.weft.pipeline.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterState;
import io.weft.cluster.Node;
import io.weft.cluster.Pod;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.pipeline.RandomCluster;
import io.weft.pipeline.node.NodeFacts;
import io.weft.policy.oracle.Oracle;
import io.weft.policy.oracle.Question;
import io.weft.policy.oracle.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The compiled flows of every node, packet by packet, against the oracle, which knows no flows.
class OracleTest {

  private static final int STEPS = 2;
  private static final int QUESTIONS = 40;
  private static final List<Protocol> PROTOCOLS = List.of(Protocol.values());

  private record Party(Endpoint endpoint, List<IpAddress> addresses) {
    boolean pod() {
      return endpoint instanceof Endpoint.OfPod;
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("seeds", 1000));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyConnectionComesAboutExactlyIfTheOracleAllowsIt(long seed) {
    RandomCluster cluster = new RandomCluster(seed);
    List<OutsideHost> outside = List.of(new OutsideHost("e", RandomCluster.OUTSIDE));
    ClusterModel model = ClusterModel.of(cluster.state(), outside);
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < STEPS; step++) {
      ask(model, cluster.state(), random, "seed %d step %d".formatted(seed, step));
      model.apply(cluster.next());
    }
  }

  private static void ask(
      ClusterModel model, ClusterState state, SplittableRandom random, String where) {
    Oracle oracle = new Oracle(state);
    List<Party> parties = parties(state);
    for (int i = 0; i < QUESTIONS; i++) {
      Party from = parties.get(random.nextInt(parties.size()));
      Party to = parties.get(random.nextInt(parties.size()));
      IpAddress target = to.addresses().get(random.nextInt(to.addresses().size()));
      Optional<IpAddress> source = source(state, from, target.family());
      if (source.isEmpty() || from.equals(to) || !(from.pod() || to.pod())) {
        continue;
      }
      Protocol protocol = PROTOCOLS.get(random.nextInt(PROTOCOLS.size()));
      int port = RandomCluster.PORTS.get(random.nextInt(RandomCluster.PORTS.size()));
      Verdict verdict = oracle.judge(new Question(source.get(), target, protocol, port));
      Answer answer = model.probe(from.endpoint(), target, protocol.number(), port);
      assertThat(answer.answered())
          .as(
              "%s: %s -> %s %s %s %d: %s; %s",
              where,
              from.endpoint(),
              to.endpoint(),
              target,
              protocol,
              port,
              verdict.reasons(),
              answer.reason())
          .isEqualTo(verdict.allowed());
    }
  }

  private static List<Party> parties(ClusterState state) {
    List<Party> parties = new ArrayList<>();
    state
        .all(Pod.class)
        .filter(pod -> !pod.hostNetwork() && !pod.terminated() && !pod.ips().isEmpty())
        .forEach(pod -> parties.add(new Party(new Endpoint.OfPod(pod.key()), pod.ips())));
    state
        .all(Node.class)
        .forEach(
            node -> parties.add(new Party(new Endpoint.OfNode(node.name()), node.internalIps())));
    parties.add(new Party(new Endpoint.Outside("e"), RandomCluster.OUTSIDE));
    return parties;
  }

  /// The source that a receiver in the cluster sees.
  private static Optional<IpAddress> source(ClusterState state, Party from, IpFamily family) {
    return switch (from.endpoint()) {
      case Endpoint.OfNode(String name) ->
          state
              .all(Node.class)
              .filter(node -> node.name().equals(name))
              .flatMap(node -> node.podCidr(family).stream())
              .map(NodeFacts::gatewayAddress)
              .findFirst();
      case Endpoint.OfPod _, Endpoint.Outside _ ->
          from.addresses().stream().filter(a -> a.family() == family).findFirst();
    };
  }
}
