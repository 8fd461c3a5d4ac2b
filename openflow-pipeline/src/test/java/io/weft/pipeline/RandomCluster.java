package io.weft.pipeline;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.LabelSelector.Requirement;
import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.NetworkPolicy.Port;
import io.weft.cluster.NetworkPolicy.Rule;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.PortReference;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A small cluster that a seed makes, and changes of it: two nodes, three namespaces, a dozen Pods,
/// policies of every shape. Everything is small and drawn from few values, so that things meet.
public final class RandomCluster {

  public static final List<Integer> PORTS = List.of(79, 80, 81, 90, 8080, 65535);
  public static final List<IpAddress> OUTSIDE =
      List.of(
          IpAddress.parse("203.0.113.5"),
          IpAddress.parse("203.0.113.130"),
          IpAddress.parse("2001:db8:5::5"));

  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<String> KEYS = List.of("app", "tier");
  private static final List<String> VALUES = List.of("x", "y", "");
  private static final List<String> PORT_NAMES = List.of("web", "admin");
  private static final List<String> BLOCKS =
      List.of(
          "0.0.0.0/0",
          "10.244.0.0/16",
          "10.244.1.0/24",
          "10.244.2.12/32",
          "203.0.113.0/24",
          "203.0.113.0/25",
          "203.0.113.5/32",
          "192.168.0.0/24",
          "::/0",
          "fd00:10:244:1::/64",
          "2001:db8::/32",
          "2001:db8:5::5/128");

  private final SplittableRandom random;
  private ClusterState state = ClusterState.EMPTY;

  public RandomCluster(long seed) {
    this.random = new SplittableRandom(seed);
    change(new ClusterChange.Put(Example.node(1)));
    change(new ClusterChange.Put(Example.node(2)));
    NAMES.forEach(name -> change(new ClusterChange.Put(namespace(name))));
    for (int i = 0; i < 4 + random.nextInt(9); i++) {
      change(new ClusterChange.Put(pod(i)));
    }
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      change(new ClusterChange.Put(policy("p" + i)));
    }
  }

  public ClusterState state() {
    return state;
  }

  private void change(ClusterChange change) {
    state = state.after(List.of(change));
  }

  /// The next few changes.
  public List<ClusterChange> next() {
    List<ClusterChange> changes = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      ClusterChange change = one();
      change(change);
      changes.add(change);
    }
    return changes;
  }

  private ClusterChange one() {
    return switch (random.nextInt(9)) {
      case 0 -> new ClusterChange.Put(namespace(pick(NAMES)));
      case 1 -> delete(ObjectKey.Kind.POD);
      case 2 -> delete(ObjectKey.Kind.NETWORK_POLICY);
      case 3, 4, 5 -> new ClusterChange.Put(pod(random.nextInt(12)));
      default -> new ClusterChange.Put(policy("p" + random.nextInt(7)));
    };
  }

  private ClusterChange delete(ObjectKey.Kind kind) {
    List<ObjectKey> keys =
        state.objects().keySet().stream().filter(key -> key.kind() == kind).toList();
    return new ClusterChange.Delete(keys.isEmpty() ? new ObjectKey(kind, "a", "none") : pick(keys));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> List<T> some(int most, Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(most + 1)).toList();
  }

  private Labels labels() {
    Map<String, String> labels = new TreeMap<>();
    for (String key : KEYS) {
      if (chance(70)) {
        labels.put(key, pick(VALUES));
      }
    }
    return Labels.of(labels);
  }

  private ClusterObject namespace(String name) {
    Map<String, String> labels = new TreeMap<>(labels().byKey());
    labels.put("kubernetes.io/metadata.name", name);
    return new Namespace(name, Labels.of(labels));
  }

  /// Pod `i` has the same address for ever, or none, or that of its neighbour for a while.
  private Pod pod(int i) {
    int node = 1 + i % 2;
    List<IpAddress> ips =
        List.of(
            Example.ip("10.244." + node + "." + (10 + i)),
            Example.ip("fd00:10:244:" + node + "::" + (10 + i)));
    List<Pod.ContainerPort> ports =
        some(
            3,
            () ->
                new Pod.ContainerPort(
                    chance(80) ? pick(PORT_NAMES) : "", pick(List.of(Protocol.values())), port()));
    return new Pod(
        NAMES.get(i % 3),
        "pod" + i,
        "",
        labels(),
        Optional.of("node" + node),
        chance(5),
        chance(5) ? Pod.Phase.SUCCEEDED : Pod.Phase.RUNNING,
        chance(5),
        ips.subList(0, chance(80) ? 2 : random.nextInt(3)),
        ports);
  }

  private int port() {
    return pick(PORTS);
  }

  private LabelSelector selector() {
    return new LabelSelector(some(2, this::requirement));
  }

  private Requirement requirement() {
    String key = pick(KEYS);
    return switch (random.nextInt(6)) {
      case 0 -> new LabelSelector.In(key, pick(VALUES), pick(VALUES));
      case 1 -> new LabelSelector.NotIn(key, pick(VALUES));
      case 2 -> new LabelSelector.Exists(key);
      case 3 -> new LabelSelector.DoesNotExist(key);
      default -> new LabelSelector.In(key, pick(VALUES));
    };
  }

  private NetworkPolicy policy(String name) {
    boolean ingress = chance(70);
    boolean egress = !ingress || chance(50);
    return new NetworkPolicy(
        pick(NAMES),
        name,
        selector(),
        ingress,
        egress,
        ingress ? rules() : List.of(),
        egress ? rules() : List.of(),
        List.of());
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      rules.add(new Rule(rules.size(), some(3, this::peer), some(2, this::portOfRule)));
    }
    return rules;
  }

  private Peer peer() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> new Peer.Pods(Optional.empty(), Optional.of(selector()));
      case 2 -> new Peer.Pods(Optional.of(selector()), Optional.empty());
      case 3 -> new Peer.Pods(Optional.of(selector()), Optional.of(selector()));
      default -> {
        IpPrefix cidr = IpPrefix.parse(pick(BLOCKS));
        yield new Peer.IpBlock(
            cidr,
            BLOCKS.stream()
                .map(IpPrefix::parse)
                .filter(block -> cidr.contains(block) && !cidr.equals(block) && chance(30))
                .toList());
      }
    };
  }

  private Port portOfRule() {
    Protocol protocol = pick(List.of(Protocol.values()));
    return switch (random.nextInt(5)) {
      case 0 -> new Port(protocol, Optional.empty(), OptionalInt.empty());
      case 1 ->
          new Port(
              protocol,
              Optional.of(new PortReference.Named(pick(PORT_NAMES))),
              OptionalInt.empty());
      case 2 -> {
        int first = port();
        yield new Port(
            protocol,
            Optional.of(new PortReference.Numbered(first)),
            OptionalInt.of(Math.max(first, port())));
      }
      default ->
          new Port(protocol, Optional.of(new PortReference.Numbered(port())), OptionalInt.empty());
    };
  }
}
