package io.weft.pipeline.compile;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterObject;
import io.weft.cluster.ClusterState;
import io.weft.cluster.EndpointSlice;
import io.weft.cluster.Namespace;
import io.weft.cluster.NetworkPolicy;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.cluster.Service;
import io.weft.cluster.ServiceCidr;
import io.weft.net.IpPrefix;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.pipeline.identity.Numbering;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.node.RemoteNode;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.ownership.Ledger;
import io.weft.pipeline.ownership.Owner;
import io.weft.pipeline.policy.PolicyIndex;
import io.weft.pipeline.program.FlowDiff;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.stage.Classify;
import io.weft.pipeline.stage.Collisions;
import io.weft.pipeline.stage.Delivery;
import io.weft.pipeline.stage.Disguise;
import io.weft.pipeline.stage.GatewayGuard;
import io.weft.pipeline.stage.Neighbour;
import io.weft.pipeline.stage.PodGuard;
import io.weft.pipeline.stage.Routing;
import io.weft.pipeline.stage.Services;
import io.weft.pipeline.stage.Silence;
import io.weft.pipeline.stage.Tracking;
import io.weft.pipeline.stage.TunnelGuard;
import io.weft.pipeline.stage.Verdicts;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Reserved;
import io.weft.policy.Direction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The flow program of one node, kept up to date change by change.
///
/// What it answers depends only on what holds now, never on the order in which it was said: a
/// compiler that was told everything at once has the same program. A change costs the flows of the
/// objects that it touches; new facts cost the whole program. Owned by one thread.
public final class PipelineCompiler {

  private static final int NUMBER_BITS = 32;

  private final Ledger ledger = new Ledger();
  private final Numbering<ObjectKey> numbers;
  private final Map<String, LocalPod> pods = new TreeMap<>();
  private final Map<ObjectKey, Set<String>> attachments = new HashMap<>();
  private final Map<String, RemoteNode> nodes = new TreeMap<>();
  private final Map<String, ServiceCidr> serviceCidrs = new TreeMap<>();
  private final PolicyIndex policies;
  private final PolicyFlows policyFlows;
  private final ServiceFlows services;
  private NodeFacts facts;

  /// The compiler of a node without Pods in an empty cluster.
  public PipelineCompiler(NodeFacts facts) {
    this(facts, NUMBER_BITS, PolicyIndex.LEVEL_CAPACITY);
  }

  /// With numbers of few bits, so that tests see collisions.
  PipelineCompiler(NodeFacts facts, int numberBits) {
    this(facts, numberBits, PolicyIndex.LEVEL_CAPACITY);
  }

  /// With numbers of few bits and little room for rules, so that tests see collisions and overflow.
  PipelineCompiler(NodeFacts facts, int numberBits, int levelCapacity) {
    this.facts = facts;
    this.numbers = new Numbering<>(numberBits);
    this.policies = new PolicyIndex(numberBits, levelCapacity);
    this.policyFlows = new PolicyFlows(policies, numberBits);
    policyFlows.facts(facts);
    this.services = new ServiceFlows(facts, numberBits);
    compileNode();
    ledger.drain();
  }

  /// The whole program of a node, from scratch.
  public static FlowProgram compile(
      NodeFacts facts, Collection<LocalPod> pods, ClusterState cluster) {
    PipelineCompiler compiler = new PipelineCompiler(facts);
    cluster.objects().values().forEach(compiler::put);
    pods.forEach(compiler::attach);
    compiler.settle();
    return compiler.program();
  }

  /// Takes in the changes and answers what has to be changed on a bridge that had
  /// [#program()] as it was before. All of them make one diff.
  public FlowDiff apply(List<PipelineChange> changes) {
    for (PipelineChange change : changes) {
      switch (change) {
        case PipelineChange.Facts(NodeFacts newFacts) -> facts(newFacts);
        case PipelineChange.Attach(LocalPod pod) -> attach(pod);
        case PipelineChange.Detach(String name) -> detach(name);
        case PipelineChange.Cluster(ClusterChange told) -> apply(told);
      }
    }
    settle();
    return ledger.drain();
  }

  private void apply(ClusterChange change) {
    switch (change) {
      case ClusterChange.Put(ClusterObject object) -> put(object);
      case ClusterChange.Delete(ObjectKey key) -> delete(key);
    }
  }

  private void settle() {
    for (ObjectKey pod : policyFlows.settle(ledger)) {
      attachments.getOrDefault(pod, Set.of()).stream().map(pods::get).forEach(this::compilePod);
    }
    services.settle(ledger);
  }

  /// What Services ask of the host and the agent, where it changed since this was last asked.
  public List<HostShare.Change> drainShares() {
    return services.drainShares();
  }

  /// What Services ask for and do not get, since another has it: one sentence each with the remedy.
  public List<String> conflicts() {
    return services.conflicts();
  }

  /// The whole program that the bridge should have now.
  public FlowProgram program() {
    return ledger.program();
  }

  /// The flows that the bridge should have now, one after the other; to be gone through before the
  /// next change. No copy is made.
  public Iterable<Flow> flows() {
    return ledger.flows();
  }

  /// The groups that the bridge should have now, by id.
  public Map<Long, Group> groups() {
    return ledger.groups();
  }

  /// The meters that the bridge should have now, by id.
  public Map<Long, Meter> meters() {
    return ledger.meters();
  }

  /// The Pod, node or other object that a cookie's owner number stands for; empty if none does.
  public Optional<ObjectKey> owner(Cookie cookie) {
    return cookie.kind() == Cookie.Kind.SERVICE
        ? services.owner(cookie.owner())
        : numbers.key(cookie.owner());
  }

  /// What a cookie's owner is called, in words; empty if it stands for nothing that is there now.
  public Optional<String> name(Cookie cookie) {
    return switch (cookie.kind()) {
      case PIPELINE -> Optional.of("the pipeline");
      case NODE, POD, SERVICE -> owner(cookie).map(ObjectKey::toString);
      case POLICY, POLICY_SET, LABEL_SET, ADDRESS, SHARED, IDENTITY -> policyFlows.name(cookie);
    };
  }

  /// What policies mean here: their status, and the rules, sets and identities behind numbers. For
  /// questions only.
  public PolicyIndex policies() {
    return policies;
  }

  private void facts(NodeFacts newFacts) {
    if (newFacts.equals(facts)) {
      return;
    }
    facts = newFacts;
    policyFlows.facts(facts);
    compileNode();
    List.copyOf(nodes.values()).forEach(this::compileNode);
    List.copyOf(pods.values()).forEach(this::compilePod);
  }

  private void attach(LocalPod pod) {
    LocalPod before = pods.put(pod.name(), pod);
    if (pod.equals(before)) {
      return;
    }
    if (before != null && !before.pod().equals(pod.pod())) {
      release(before);
    }
    attachments.computeIfAbsent(pod.pod(), _ -> new HashSet<>()).add(pod.name());
    renumbered(numbers.add(pod.pod()));
    policies.attach(pod);
    compilePod(pod);
  }

  private void detach(String name) {
    LocalPod pod = pods.remove(name);
    if (pod != null) {
      ledger.remove(owner(pod));
      release(pod);
    }
  }

  private void release(LocalPod pod) {
    policies.detach(pod);
    Set<String> names = attachments.getOrDefault(pod.pod(), Set.of());
    names.remove(pod.name());
    if (names.isEmpty()) {
      attachments.remove(pod.pod());
      renumbered(numbers.remove(pod.pod()));
    }
  }

  private void put(ClusterObject object) {
    switch (object) {
      case Service service -> services.put(service);
      case EndpointSlice slice -> services.put(slice);
      case Pod _, Namespace _, NetworkPolicy _ -> policies.put(object);
      case Node node -> {
        services.put(node);
        putNode(node);
      }
      case ServiceCidr cidr -> {
        if (!cidr.equals(serviceCidrs.put(cidr.name(), cidr))) {
          compileNode();
        }
      }
    }
  }

  private void delete(ObjectKey key) {
    policies.delete(key);
    services.delete(key);
    switch (key.kind()) {
      case NODE -> deleteNode(key.name());
      case SERVICE_CIDR -> {
        if (serviceCidrs.remove(key.name()) != null) {
          compileNode();
        }
      }
      case POD, NAMESPACE, SERVICE, ENDPOINT_SLICE, NETWORK_POLICY -> {}
    }
  }

  private void putNode(Node node) {
    Optional<RemoteNode> remote = RemoteNode.of(node).filter(n -> !n.name().equals(facts.name()));
    if (remote.isEmpty()) {
      deleteNode(node.name());
    } else if (!remote.get().equals(nodes.put(node.name(), remote.get()))) {
      renumbered(numbers.add(node.key()));
      compileNode(remote.get());
    }
  }

  private void deleteNode(String name) {
    if (nodes.remove(name) != null) {
      ledger.remove(new Owner(Cookie.Kind.NODE, name));
      renumbered(numbers.remove(ObjectKey.node(name)));
    }
  }

  private void renumbered(Set<ObjectKey> keys) {
    for (ObjectKey key : keys) {
      attachments.getOrDefault(key, Set.of()).stream().map(pods::get).forEach(this::compilePod);
      if (key.kind() == ObjectKey.Kind.NODE) {
        Optional.ofNullable(nodes.get(key.name())).ifPresent(this::compileNode);
      }
    }
  }

  private static Owner owner(LocalPod pod) {
    return new Owner(Cookie.Kind.POD, pod.name());
  }

  private void compilePod(LocalPod pod) {
    Contribution.Builder to = Contribution.of(Cookie.Kind.POD, numbers.number(pod.pod()));
    Classify.pod(pod, policies.setNumber(pod.pod(), Direction.EGRESS), to);
    Disguise.pod(pod, to);
    PodGuard.pod(pod, to);
    Delivery.pod(pod, policies.setNumber(pod.pod(), Direction.INGRESS), to);
    Collisions.pod(facts, pod, to);
    ledger.put(owner(pod), to.build());
  }

  private void compileNode(RemoteNode node) {
    Contribution.Builder to =
        Contribution.of(Cookie.Kind.NODE, numbers.number(ObjectKey.node(node.name())));
    GatewayGuard.remote(node, to);
    TunnelGuard.remote(node, to);
    Routing.remote(facts, node, to);
    ledger.put(new Owner(Cookie.Kind.NODE, node.name()), to.build());
  }

  private void compileNode() {
    services.facts(facts, serviceRanges());
    Contribution.Builder to = Contribution.of(Cookie.Kind.PIPELINE, 0);
    Classify.node(facts, to);
    PodGuard.node(to);
    GatewayGuard.node(facts, to);
    TunnelGuard.node(to);
    Silence.node(to);
    Neighbour.node(to);
    Tracking.node(facts, to);
    Services.node(facts, serviceRanges(), to);
    Verdicts.node(facts, to);
    Routing.node(facts, serviceRanges(), to);
    Delivery.node(facts, to);
    Collisions.node(facts, to);
    to.meter(Meter.packetsPerSecond(Reserved.PUNT_METER, Reserved.PUNT_RATE, Reserved.PUNT_RATE));
    ledger.put(Owner.PIPELINE, to.build());
  }

  private List<IpPrefix> serviceRanges() {
    return facts.serviceCidrs().isEmpty()
        ? serviceCidrs.values().stream().flatMap(s -> s.cidrs().stream()).distinct().toList()
        : facts.serviceCidrs();
  }
}
