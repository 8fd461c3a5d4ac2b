package io.weft.policy;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.cluster.LabelSelector;
import io.weft.cluster.LabelSelector.Requirement;
import io.weft.cluster.Labels;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.NetworkPolicy.Peer;
import io.weft.cluster.Node;
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
import java.util.TreeSet;
import java.util.function.Supplier;

/// Small clusters in which everything meets everything: few names, few labels, few addresses.
final class RandomCluster {

  private static final List<String> NAMESPACES = List.of("x", "y", "z");
  private static final List<String> KEYS = List.of("a", "b", "c");
  private static final List<String> VALUES = List.of("1", "2", "");
  private static final List<String> PORT_NAMES = List.of("web", "dns");
  private static final int[] PORTS = {53, 80, 81, 8080};

  private final SplittableRandom random;

  RandomCluster(long seed) {
    random = new SplittableRandom(seed);
  }

  ClusterState state() {
    List<ClusterObject> objects = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      objects.add(
          new Node(
              "n" + i,
              Labels.NONE,
              List.of(IpAddress.parse("192.0.2." + i), IpAddress.parse("fd00::" + i)),
              List.of(),
              List.of(
                  IpPrefix.parse("10.244." + i + ".0/24"), IpPrefix.parse("fd00:" + i + "::/64"))));
    }
    for (String name : NAMESPACES) {
      if (random.nextInt(8) > 0) {
        Map<String, String> labels = labels();
        labels.put("kubernetes.io/metadata.name", name);
        objects.add(new Namespace(name, Labels.of(labels)));
      }
    }
    for (int i = 0; i < 8; i++) {
      objects.add(pod("p" + i));
    }
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      objects.add(policy("np" + i));
    }
    return ClusterState.of(objects);
  }

  Pod pod(String name) {
    int node = 1 + random.nextInt(2);
    boolean hostNetwork = random.nextInt(8) == 0;
    int host = 3 + random.nextInt(10);
    List<IpAddress> ips =
        hostNetwork
            ? List.of(IpAddress.parse("192.0.2." + node))
            : List.of(
                IpAddress.parse("10.244." + node + "." + host),
                IpAddress.parse("fd00:" + node + "::" + host));
    List<Pod.ContainerPort> ports = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      ports.add(
          new Pod.ContainerPort(random.nextInt(4) == 0 ? "" : of(PORT_NAMES), protocol(), port()));
    }
    return new Pod(
        of(NAMESPACES),
        name,
        "",
        Labels.of(labels()),
        Optional.of("n" + node),
        hostNetwork,
        random.nextInt(8) == 0 ? Pod.Phase.SUCCEEDED : Pod.Phase.RUNNING,
        random.nextInt(6) == 0,
        ips,
        ports);
  }

  NetworkPolicy policy(String name) {
    boolean ingress = random.nextBoolean();
    boolean egress = !ingress || random.nextBoolean();
    return new NetworkPolicy(
        of(NAMESPACES),
        name,
        selector(),
        ingress,
        egress,
        ingress ? rules() : List.of(),
        egress ? rules() : List.of(),
        List.of());
  }

  private List<NetworkPolicy.Rule> rules() {
    List<NetworkPolicy.Rule> rules = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      rules.add(new NetworkPolicy.Rule(i, some(3, this::peer), some(3, this::policyPort)));
    }
    return rules;
  }

  private Peer peer() {
    if (random.nextInt(4) == 0) {
      int third = random.nextInt(3);
      return random.nextInt(3) == 0
          ? new Peer.IpBlock(IpPrefix.parse("fd00::/16"), List.of(IpPrefix.parse("fd00:1::/32")))
          : new Peer.IpBlock(
              IpPrefix.parse("10.0.0.0/8"),
              some(2, () -> IpPrefix.parse("10.244." + third + "." + random.nextInt(255) + "/28")));
    }
    Optional<LabelSelector> namespaces =
        random.nextBoolean() ? Optional.of(selector()) : Optional.empty();
    Optional<LabelSelector> pods =
        namespaces.isEmpty() || random.nextBoolean() ? Optional.of(selector()) : Optional.empty();
    return new Peer.Pods(namespaces, pods);
  }

  private NetworkPolicy.Port policyPort() {
    return switch (random.nextInt(4)) {
      case 0 -> new NetworkPolicy.Port(protocol(), Optional.empty(), OptionalInt.empty());
      case 1 ->
          new NetworkPolicy.Port(
              protocol(),
              Optional.of(new PortReference.Named(of(PORT_NAMES))),
              OptionalInt.empty());
      default -> {
        int first = port();
        OptionalInt last =
            random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(first + random.nextInt(40));
        yield new NetworkPolicy.Port(
            protocol(), Optional.of(new PortReference.Numbered(first)), last);
      }
    };
  }

  LabelSelector selector() {
    return new LabelSelector(some(3, this::requirement));
  }

  private Requirement requirement() {
    String key = of(KEYS);
    TreeSet<String> values = new TreeSet<>(List.of(of(VALUES), of(VALUES)));
    return switch (random.nextInt(5)) {
      case 0 -> new LabelSelector.NotIn(key, values);
      case 1 -> new LabelSelector.Exists(key);
      case 2 -> new LabelSelector.DoesNotExist(key);
      default -> new LabelSelector.In(key, values);
    };
  }

  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    KEYS.forEach(key -> {
      if (random.nextBoolean()) {
        labels.put(key, of(VALUES));
      }
    });
    return labels;
  }

  Protocol protocol() {
    return of(List.of(Protocol.values()));
  }

  int port() {
    return PORTS[random.nextInt(PORTS.length)];
  }

  boolean chance(int of) {
    return random.nextInt(of) == 0;
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private <T> List<T> some(int below, Supplier<T> one) {
    List<T> list = new ArrayList<>();
    int count = random.nextInt(below);
    while (list.size() < count) {
      list.add(one.get());
    }
    return list;
  }
}
