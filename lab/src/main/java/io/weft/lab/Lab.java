package io.weft.lab;

import io.weft.lab.agent.Distribution;
import io.weft.lab.node.LabNode;
import io.weft.lab.node.LabPaths;
import io.weft.lab.node.Underlay;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectId;
import io.weft.lab.state.ObjectList;
import io.weft.lab.state.StateWriter;
import io.weft.lab.topology.ExternalHost;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.traffic.EchoServers;
import io.weft.lab.traffic.Prober;
import io.weft.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One running lab, owned by this process: when the process ends, however it ends, its programs end.
///
/// Changes ([#apply], [#delete], [#clear]) come from one thread at a time; everything else may be
/// called by any thread.
public final class Lab implements AutoCloseable {

  private static final Duration SETTLE = Duration.ofSeconds(20);

  private final LabPaths paths;
  private final StateWriter state;
  private final Underlay underlay;
  private final Map<String, LabNode> nodes = new LinkedHashMap<>();
  private final Map<ObjectId, LabPod> pods = new LinkedHashMap<>();
  private final EchoServers servers = new EchoServers();
  private final Prober prober = new Prober();
  private final List<EchoServers.Group> outsideServers = new ArrayList<>();
  private final Thread atExit = Thread.ofPlatform().unstarted(this::takeDown);
  private LabSpec spec;
  private long containers;
  private boolean down;

  private Lab(LabSpec spec, LabPaths paths) {
    this.spec = spec;
    this.paths = paths;
    this.state = new StateWriter(paths.state());
    spec.nodes().forEach(node -> state.put(node.object()));
    long _ = state.mark();
    this.underlay = Underlay.create(paths, spec);
    openOutside(spec.externalHosts());
  }

  /// Brings a lab up and returns when every agent is ready.
  ///
  /// What an earlier owner of the same name left behind is removed first.
  ///
  /// @throws IllegalStateException if a lab of this name is running, or a part does not start; then
  ///     nothing is left behind
  public static Lab up(LabSpec spec) {
    return up(spec, false);
  }

  /// Like [#up(LabSpec)]; with `keep`, what was built stays when a part does not start (its programs
  /// end with this process; the next lab of the same name removes the rest).
  public static Lab up(LabSpec spec, boolean keep) {
    LabPaths paths = new LabPaths(spec.name());
    Remains.claim(paths);
    SharedSettings.acquire(paths);
    try {
      Lab lab = new Lab(spec, paths);
      Runtime.getRuntime().addShutdownHook(lab.atExit);
      try {
        lab.startNodes();
        return lab;
      } catch (RuntimeException e) {
        lab.forgetExit();
        lab.stopPrograms();
        throw e;
      }
    } catch (RuntimeException e) {
      if (!keep) {
        Remains.remove(paths);
      }
      throw e;
    }
  }

  private void startNodes() {
    Distribution distribution = Distribution.ofThisProcess();
    List<LabNode> started =
        Parallel.map(
            spec.nodes(),
            node ->
                LabNode.start(
                    node, spec, paths, underlay, spec.nodes().indexOf(node), distribution));
    started.forEach(node -> nodes.put(node.name(), node));
  }

  public LabSpec spec() {
    return spec;
  }

  public LabPaths paths() {
    return paths;
  }

  public Prober prober() {
    return prober;
  }

  public EchoServers servers() {
    return servers;
  }

  public Underlay underlay() {
    return underlay;
  }

  public Collection<LabNode> nodes() {
    return nodes.values();
  }

  /// The node of this name.
  ///
  /// @throws IllegalArgumentException naming the nodes there are
  public LabNode node(String name) {
    LabNode node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException(
          "the lab has no node '%s', only %s".formatted(name, nodes.keySet()));
    }
    return node;
  }

  /// The running Pods, in the order of their start.
  public synchronized List<LabPod> pods() {
    return List.copyOf(pods.values());
  }

  public synchronized Optional<LabPod> pod(String namespace, String name) {
    return Optional.ofNullable(pods.get(new ObjectId("Pod", namespace, name)));
  }

  /// All objects of the lab's cluster.
  public List<KubernetesObject> objects() {
    return state.all();
  }

  /// Creates or replaces objects, starts and ends Pods as they say, and returns when all agents have
  /// put it in force.
  ///
  /// @throws io.weft.lab.pod.CniFailedException if a Pod cannot be wired; the rest is applied
  /// @throws IllegalStateException if an agent does not follow
  public void apply(List<KubernetesObject> objects) {
    List<KubernetesObject> starting = new ArrayList<>();
    List<LabPod> ending = new ArrayList<>();
    for (KubernetesObject object : objects) {
      if (object.kind().equals("Pod")) {
        Optional<LabPod> running = pod(object.namespace(), object.name());
        boolean runs = runs(object);
        if (running.isPresent() && (!runs || !running.get().serves(object))) {
          ending.add(running.get());
        }
        if (runs && (running.isEmpty() || !running.get().serves(object))) {
          starting.add(object);
        }
      }
    }
    end(ending);
    objects.forEach(state::put);
    if (!starting.isEmpty()) {
      start(starting);
    }
    settle();
  }

  /// A Pod runs when it has a node, and has come neither to its end nor (with a status that says it
  /// is waiting for an address) not yet to its start.
  private static boolean runs(KubernetesObject pod) {
    boolean waiting =
        pod.status("phase").asText().equals("Pending") && pod.podAddresses().isEmpty();
    return !pod.spec("nodeName").asText().isEmpty() && !pod.terminated() && !waiting;
  }

  private void start(List<KubernetesObject> starting) {
    starting.forEach(pod -> node(pod.spec("nodeName").asText()));
    long _ = state.mark();
    List<LabPod> started =
        Parallel.map(
            starting,
            pod ->
                LabPod.start(
                    pod,
                    node(pod.spec("nodeName").asText()),
                    paths.podNamespace(pod.namespace(), pod.name()),
                    containerId(),
                    servers));
    synchronized (this) {
      started.forEach(pod -> pods.put(pod.object().id(), pod));
    }
    started.forEach(pod -> state.put(pod.withStatus()));
  }

  private synchronized String containerId() {
    containers++;
    return "%s%016x".formatted(spec.name(), containers);
  }

  private void end(List<LabPod> ending) {
    synchronized (this) {
      ending.forEach(pod -> pods.remove(pod.object().id()));
    }
    Parallel.each(ending, LabPod::stop);
  }

  /// Removes objects and ends their Pods, and returns when all agents have followed. An object that
  /// is not there is no error. A Namespace takes everything in it along.
  public void delete(List<ObjectId> ids) {
    List<ObjectId> all = new ArrayList<>(ids);
    Set<String> namespaces =
        ids.stream()
            .filter(id -> id.kind().equals("Namespace"))
            .map(ObjectId::name)
            .collect(Collectors.toSet());
    objects().stream()
        .filter(object -> namespaces.contains(object.namespace()))
        .forEach(object -> all.add(object.id()));
    List<LabPod> ending = new ArrayList<>();
    for (ObjectId id : all) {
      if (id.kind().equals("Pod")) {
        pod(id.namespace(), id.name()).ifPresent(ending::add);
      }
    }
    end(ending);
    all.forEach(state::remove);
    settle();
  }

  /// Removes everything but the nodes, and exchanges the hosts outside.
  public void clear(List<ExternalHost> outside) {
    end(pods());
    for (KubernetesObject object : objects()) {
      if (!object.kind().equals("Node")) {
        state.remove(object.id());
      }
    }
    outsideServers.forEach(EchoServers.Group::close);
    outsideServers.clear();
    underlay.externalHosts(spec.externalHosts(), outside);
    spec = spec.with(outside);
    openOutside(outside);
    settle();
  }

  private void openOutside(List<ExternalHost> hosts) {
    for (ExternalHost host : hosts) {
      outsideServers.add(
          servers.open(paths.hub(), "ext:" + host.name(), host.ports(), host.addresses()));
    }
  }

  /// Writes objects that neither start nor end a Pod, and waits for nobody; [#settle] does.
  public void announce(List<KubernetesObject> objects) {
    state.putAll(objects);
    long _ = state.mark();
  }

  /// Writes objects that neither start nor end a Pod as lists of at most 500, and waits for nobody.
  /// The lab knows nothing of these objects; [#withdrawLists] removes them.
  public void announceLists(List<KubernetesObject> objects) {
    state.putLists(ObjectList.lists(objects, ObjectList.LENGTH));
    long _ = state.mark();
  }

  /// Removes all lists, and returns when all agents have followed within `limit`.
  public void withdrawLists(Duration limit) {
    state.removeLists();
    settle(limit);
  }

  /// Returns when every agent has put in force what the state directory holds now: from then on no
  /// packet goes by anything older.
  ///
  /// @throws IllegalStateException if one has not within 20 s
  public void settle() {
    settle(SETTLE);
  }

  /// Returns when every agent has put in force what the state directory holds now.
  ///
  /// @throws IllegalStateException if one has not within `limit`
  public void settle(Duration limit) {
    long revision = state.mark();
    Parallel.each(List.copyOf(nodes.values()), node -> node.agent().awaitRevision(revision, limit));
  }

  /// The addresses of an outside host.
  ///
  /// @throws IllegalArgumentException if there is none of this name
  public List<IpAddress> outside(String name) {
    return spec.externalHosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .map(ExternalHost::addresses)
        .orElseThrow(() -> new IllegalArgumentException("no outside host '" + name + "'"));
  }

  /// Takes the lab down: Pods by CNI DEL, agents, switches, namespaces, files. Nothing is left. Also
  /// done when this process is told to end (SIGTERM, SIGINT); no error if it is down already.
  @Override
  public void close() {
    forgetExit();
    takeDown();
  }

  private void forgetExit() {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException _) {
      // The process is ending: whoever comes first takes the lab down.
    }
  }

  private synchronized void takeDown() {
    if (down) {
      return;
    }
    down = true;
    try {
      stopPrograms();
    } finally {
      Remains.remove(paths);
    }
  }

  private void stopPrograms() {
    for (LabPod pod : pods()) {
      try {
        pod.stop();
      } catch (RuntimeException e) {
        System.err.println("lab " + spec.name() + ": " + e.getMessage());
      }
    }
    Parallel.each(List.copyOf(nodes.values()), LabNode::stop);
    outsideServers.forEach(EchoServers.Group::close);
    prober.close();
    servers.close();
  }

  /// Writes a text file into the lab's directory.
  public void note(String name, String text) {
    try {
      Files.writeString(paths.root().resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
