package io.weft.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterState;
import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.net.IpAddress;
import io.weft.policy.oracle.Oracle;
import io.weft.policy.oracle.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Policies in normal form, asked by what selects a Pod as the switch does, say what the oracle says.
class NormalFormTest {

  static LongStream seeds() {
    return LongStream.range(0, 1000);
  }

  /// What the switch would know, computed by walking.
  private static final class Join {
    private final ClusterState state;
    private final SelectorIndex<Policy> policies = new SelectorIndex<>();
    private final SelectorIndex<PodSelector> peers = new SelectorIndex<>();

    Join(ClusterState state) {
      this.state = state;
      List<Policy> all = state.all(NetworkPolicy.class).map(Policy::of).toList();
      all.forEach(policy -> policies.add(policy.subjects(), policy));
      all.stream()
          .flatMap(policy -> policy.peerSelectors().stream())
          .distinct()
          .forEach(selector -> peers.add(selector, selector));
    }

    private @Nullable Pod owner(IpAddress address) {
      return state
          .all(Pod.class)
          .filter(pod -> pod.ips().contains(address))
          .filter(pod -> !pod.hostNetwork() && !pod.terminated())
          .min(Comparator.comparing(Pod::terminating).thenComparing(Pod::key))
          .orElse(null);
    }

    private Optional<String> node(IpAddress address) {
      return state
          .all(Node.class)
          .filter(node ->
              node.internalIps().contains(address)
                  || node.podCidrs().stream().anyMatch(c -> c.address(1).equals(address)))
          .map(Node::name)
          .findFirst();
    }

    private Labels namespace(String name) {
      return state
          .object(ObjectKey.namespace(name))
          .map(object -> ((Namespace) object).labels())
          .orElse(Labels.of(Map.of("kubernetes.io/metadata.name", name)));
    }

    boolean allowed(Question question) {
      Pod source = owner(question.source());
      Pod destination = owner(question.destination());
      if (source != null && source.equals(destination)) {
        return true;
      }
      return (source == null
              || side(Direction.EGRESS, source, question.destination(), destination, question))
          && (destination == null
              || side(Direction.INGRESS, destination, question.source(), source, question));
    }

    private boolean side(
        Direction direction,
        Pod subject,
        IpAddress address,
        @Nullable Pod peer,
        Question question) {
      if (peer == null && node(address).equals(subject.nodeName())) {
        return true;
      }
      NamedPorts names = NamedPorts.NONE;
      List<PodSelector> selectors = List.of();
      if (peer != null) {
        LabelSet labels = LabelSet.of(peer);
        names = labels.ports();
        selectors = peers.matching(labels, namespace(peer.namespace()));
      }
      LabelSet judged = LabelSet.of(subject);
      NamedPorts receiver = direction == Direction.INGRESS ? judged.ports() : names;
      boolean isolated = false;
      for (Policy policy : policies.matching(judged, Labels.NONE)) {
        isolated |= policy.isolates(direction);
        for (PolicyRule rule : policy.rules(direction)) {
          if (talksTo(rule.peers(), selectors, address) && on(rule.ports(), receiver, question)) {
            return true;
          }
        }
      }
      return !isolated;
    }

    private static boolean talksTo(Peers peers, List<PodSelector> selectors, IpAddress address) {
      return peers.everyone()
          || peers.selectors().stream().anyMatch(selectors::contains)
          || peers.blocks().stream().anyMatch(block -> block.contains(address));
    }

    private static boolean on(RulePorts ports, NamedPorts receiver, Question question) {
      NavigableSet<PortRange> ranges = ports.resolved(receiver);
      return ports.unrestricted()
          || ranges.stream()
              .anyMatch(r -> r.protocol() == question.protocol() && r.contains(question.port()));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theJoinAgreesWithTheOracle(long seed) {
    RandomCluster random = new RandomCluster(seed);
    ClusterState state = random.state();
    Join join = new Join(state);
    Oracle oracle = new Oracle(state);
    List<IpAddress> addresses = new ArrayList<>();
    state.all(Pod.class).forEach(pod -> addresses.addAll(pod.ips()));
    state.all(Node.class).forEach(node -> addresses.addAll(node.internalIps()));
    addresses.add(IpAddress.parse("10.244.1.1"));
    addresses.add(IpAddress.parse("10.244.1.2"));
    addresses.add(IpAddress.parse("198.51.100.7"));
    addresses.add(IpAddress.parse("fd00:2::1"));
    for (int i = 0; i < 300; i++) {
      IpAddress source = random.of(addresses);
      IpAddress destination = random.of(addresses);
      if (source.family() == destination.family()) {
        Question question = new Question(source, destination, random.protocol(), random.port());
        assertThat(join.allowed(question))
            .as("seed %d: %s: %s", seed, question, oracle.judge(question))
            .isEqualTo(oracle.judge(question).allowed());
      }
    }
  }
}
