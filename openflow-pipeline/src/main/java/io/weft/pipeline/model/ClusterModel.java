package io.weft.pipeline.model;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.Protocol;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.Tuple;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A cluster in which every node runs its compiled flows, without a switch.
///
/// Pods that the objects bind to a node, that run and have addresses, are attached there; each
/// listens on every port. Hosts do what Weft's set-up makes them do: they route into the bridge, take
/// the gateway address as their source there, and masquerade what Pods send to anybody else.
/// Connections are remembered, so that later packets are judged as a switch would. Not modelled:
/// time, ARP and ND, fragments, packets to the agent. Owned by one thread.
public final class ClusterModel {

  private static final int FIRST_CLIENT_PORT = 32_768;
  private static final int CLIENT_PORTS = 28_000;

  private final Map<ObjectKey, ClusterObject> objects = new TreeMap<>();
  private final Map<String, ModelNode> nodes = new TreeMap<>();
  private final Map<ObjectKey, ModelNode> running = new TreeMap<>();
  private final List<OutsideHost> outside;
  private final BucketChoice buckets;
  private final Set<IpAddress> virtualAddresses = new HashSet<>();
  private int clients;

  private ClusterModel(List<OutsideHost> outside, BucketChoice buckets) {
    this.outside = List.copyOf(outside);
    this.buckets = buckets;
  }

  /// The model of this state.
  public static ClusterModel of(ClusterState state, List<OutsideHost> outside) {
    return of(state, outside, BucketChoice.first());
  }

  /// The model of this state, with the choice among the endpoints of a Service stated.
  public static ClusterModel of(
      ClusterState state, List<OutsideHost> outside, BucketChoice buckets) {
    ClusterModel model = new ClusterModel(outside, buckets);
    model.apply(
        state.objects().values().stream().<ClusterChange>map(ClusterChange.Put::new).toList());
    return model;
  }

  /// Changes the cluster, and with it the flows of every node, as one step. Connections stay.
  public void apply(List<ClusterChange> changes) {
    Map<ModelNode, List<PipelineChange>> todo = new LinkedHashMap<>();
    for (ClusterChange change : changes) {
      remember(change);
    }
    nodes.values().forEach(node -> todo.put(node, new ArrayList<>()));
    for (ClusterChange change : changes) {
      todo.values().forEach(list -> list.add(new PipelineChange.Cluster(change)));
      if (change.key().kind() == ObjectKey.Kind.POD) {
        attach(change.key(), todo);
      }
    }
    todo.forEach(ModelNode::apply);
    virtualAddresses.clear();
    objects
        .values()
        .forEach(object -> {
          if (object instanceof Service service) {
            virtualAddresses.addAll(service.clusterIps());
          }
        });
  }

  private void remember(ClusterChange change) {
    switch (change) {
      case ClusterChange.Put(ClusterObject object) -> {
        objects.put(object.key(), object);
        if (object instanceof Node node) {
          join(node);
        }
      }
      case ClusterChange.Delete(ObjectKey key) -> {
        objects.remove(key);
        if (key.kind() == ObjectKey.Kind.NODE) {
          nodes.remove(key.name());
        }
      }
    }
  }

  private void join(Node node) {
    ModelNode known = nodes.get(node.name());
    if (known != null) {
      known.update(node);
      return;
    }
    ModelNode joined = new ModelNode(node, buckets);
    nodes.put(node.name(), joined);
    List<PipelineChange> everything = new ArrayList<>();
    for (ClusterObject object : objects.values()) {
      everything.add(new PipelineChange.Cluster(new ClusterChange.Put(object)));
      if (object instanceof Pod pod && runsOn(pod).equals(Optional.of(node.name()))) {
        everything.add(new PipelineChange.Attach(joined.attachment(pod)));
        running.put(pod.key(), joined);
      }
    }
    joined.apply(everything);
  }

  /// Whose network stack the endpoint has: Pods on the host's network have their node's.
  private Endpoint stack(Endpoint endpoint) {
    return endpoint instanceof Endpoint.OfPod(ObjectKey key)
            && objects.get(key) instanceof Pod pod
            && pod.hostNetwork()
            && pod.nodeName().isPresent()
        ? new Endpoint.OfNode(pod.nodeName().get())
        : endpoint;
  }

  private static Optional<String> runsOn(Pod pod) {
    boolean runs = !pod.hostNetwork() && !pod.terminated() && !pod.ips().isEmpty();
    return runs ? pod.nodeName() : Optional.empty();
  }

  private void attach(ObjectKey key, Map<ModelNode, List<PipelineChange>> todo) {
    Optional<Pod> pod = Optional.ofNullable(objects.get(key)).map(Pod.class::cast);
    Optional<ModelNode> node =
        pod.flatMap(ClusterModel::runsOn).flatMap(name -> Optional.ofNullable(nodes.get(name)));
    ModelNode before = running.get(key);
    if (before != null && !node.equals(Optional.of(before))) {
      running.remove(key);
      before
          .detachment(key)
          .ifPresent(gone -> todo(todo, before).add(new PipelineChange.Detach(gone.name())));
    }
    node.ifPresent(now -> {
      running.put(key, now);
      pod.map(now::attachment)
          .ifPresent(attached -> todo(todo, now).add(new PipelineChange.Attach(attached)));
    });
  }

  private static List<PipelineChange> todo(
      Map<ModelNode, List<PipelineChange>> todo, ModelNode node) {
    return todo.computeIfAbsent(node, _ -> new ArrayList<>());
  }

  /// The compiler of a node's flows: for its program, and for what it says about policies.
  public Optional<PipelineCompiler> compiler(String node) {
    return Optional.ofNullable(nodes.get(node)).map(ModelNode::compiler);
  }

  /// The objects as they are now.
  public ClusterState state() {
    return ClusterState.of(objects.values());
  }

  /// Tries a new connection to the endpoint's own address of the family, from a port not used before.
  ///
  /// @throws IllegalArgumentException if an endpoint does not exist or has no such address
  public Answer probe(Endpoint from, Endpoint to, IpFamily family, Protocol protocol, int port) {
    return probe(from, address(to, family), protocol.number(), port);
  }

  /// Tries a new connection to any address, a Service's for instance.
  ///
  /// @param protocol the IP protocol: TCP, UDP, SCTP, ICMP of the family
  /// @param port the destination's port; of no meaning for ICMP
  public Answer probe(Endpoint from, IpAddress to, int protocol, int port) {
    return conversation(from, to, protocol, port, clientPort()).open();
  }

  private int clientPort() {
    clients = (clients + 1) % CLIENT_PORTS;
    return FIRST_CLIENT_PORT + clients;
  }

  /// Opens a conversation to be used again later. Whether it came about, the first use says.
  ///
  /// @param sourcePort the client's port; 0 for one not used before
  public Conversation open(Endpoint from, IpAddress to, int protocol, int port, int sourcePort) {
    int clientPort = sourcePort == 0 ? clientPort() : sourcePort;
    Conversation conversation = conversation(from, to, protocol, port, clientPort);
    conversation.open();
    return conversation;
  }

  private Conversation conversation(
      Endpoint client, IpAddress to, int protocol, int port, int sourcePort) {
    Endpoint from = stack(client);
    IpAddress source = address(from, to.family());
    return new Conversation(this, from, new Tuple(protocol, source, sourcePort, to, port));
  }

  /// The endpoint's own address of the family; of a node its InternalIP, or else the
  /// gateway's.
  ///
  /// @throws IllegalArgumentException if the endpoint does not exist or has no such address
  public IpAddress address(Endpoint endpoint, IpFamily family) {
    Optional<IpAddress> address =
        switch (stack(endpoint)) {
          case Endpoint.OfPod(ObjectKey key) ->
              Optional.ofNullable(running.get(key))
                  .flatMap(node -> node.pod(key))
                  .flatMap(pod -> pod.address(family));
          case Endpoint.OfNode(String name) ->
              Optional.ofNullable(nodes.get(name))
                  .flatMap(node -> node.address(family).or(() -> node.gatewayAddress(family)));
          case Endpoint.Outside(String name) ->
              outside.stream()
                  .filter(host -> host.name().equals(name))
                  .flatMap(host -> host.addresses().stream())
                  .filter(candidate -> candidate.family() == family)
                  .findFirst();
        };
    return address.orElseThrow(() ->
        new IllegalArgumentException(
            "no endpoint %s with an %s address is running".formatted(endpoint, family)));
  }

  /// Sends one packet, as a part of a conversation.
  Delivery send(Endpoint from, Segment segment, Tuple tuple) {
    Network network = new Network(nodes, outside, virtualAddresses);
    return switch (from) {
      case Endpoint.OfPod(ObjectKey key) -> {
        ModelNode node = running.get(key);
        Optional<LocalPod> pod = Optional.ofNullable(node).flatMap(n -> n.pod(key));
        yield node == null || pod.isEmpty()
            ? new Delivery(
                Optional.empty(),
                segment.packet(tuple),
                "no Pod " + from + " is running",
                List.of())
            : network.fromPod(node, pod.get(), segment.packet(tuple));
      }
      case Endpoint.OfNode(String name) -> {
        ModelNode node = nodes.get(name);
        yield node == null
            ? new Delivery(Optional.empty(), segment.packet(tuple), "no " + from, List.of())
            : network.fromNode(node, segment, tuple);
      }
      case Endpoint.Outside _ -> network.fromOutside(segment, tuple);
    };
  }
}
