package io.weft.controller;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.PodLink;
import io.weft.controller.attachments.AttachedPod;
import io.weft.controller.attachments.CniService;
import io.weft.controller.attachments.LocalPods;
import io.weft.controller.attachments.PodPorts;
import io.weft.controller.cluster.ClusterFeed;
import io.weft.controller.cluster.ClusterObjects;
import io.weft.controller.cluster.Revisions;
import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import io.weft.controller.connections.ConnectionList;
import io.weft.controller.flows.CachedDecisions;
import io.weft.controller.flows.DatapathRounds;
import io.weft.controller.flows.DesiredFlows;
import io.weft.controller.flows.FlowLoop;
import io.weft.controller.host.HostLoop;
import io.weft.controller.host.HostNetwork;
import io.weft.controller.node.NodePlan;
import io.weft.controller.node.NodeSwitch;
import io.weft.controller.node.SwitchSetup;
import io.weft.controller.service.LeftoverSweep;
import io.weft.controller.service.Leftovers;
import io.weft.controller.service.ServiceLoop;
import io.weft.net.IpAddress;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.PacketIn;
import io.weft.ovsdb.client.ConnectionState;
import io.weft.ovsdb.client.Endpoint;
import io.weft.ovsdb.control.ControlSocket;
import io.weft.ovsdb.control.RunningSwitch;
import io.weft.ovsdb.monitor.Changes;
import io.weft.ovsdb.openvswitch.OpenVSwitch;
import io.weft.ovsdb.openvswitch.SwitchChange;
import io.weft.ovsdb.openvswitch.VswitchClient;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.stage.Collisions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state of one node, and what follows from each thing that changes.
///
/// Everything here runs on one event loop. News comes from four sides: OVSDB, the bridge's OpenFlow
/// connection, the cluster's objects, CNI commands. Each goes the same way: into the state, through
/// the compiler, to the bridge and the host.
final class NodeAgent implements ClusterFeed.Consumer, LocalPods.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
  private static final String RESTORE_WAIT = "flow-restore-wait";

  final AgentConfiguration configuration;
  final String nodeName;
  final ClusterObjects objects = new ClusterObjects();
  final Revisions revisions = new Revisions();
  final ClusterFeed feed;
  final LocalPods pods;
  final Enforcement enforcement;
  final FlowLoop flows;
  final DesiredFlows desired;
  final VswitchClient vswitch;
  final BridgeNames names;
  final NodeSetup setup;
  final BridgeConnection bridge;
  final CniService cni;
  final HostLoop host;
  final ServiceLoop services;

  private final Vertx vertx;
  private final RunningSwitch running;
  private final LeftoverSweep sweep;
  private final HostNetwork network = new HostNetwork();
  private final QuietHeap heap = new QuietHeap();
  private final Readiness readiness = new Readiness(this);

  NodeAgent(Vertx vertx, Context context, AgentConfiguration configuration, String nodeName) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.nodeName = nodeName;
    this.feed = new ClusterFeed(context, this);
    this.pods = new LocalPods(this);
    Path run = configuration.value(Settings.OVS_RUN_DIRECTORY);
    ControlSocket control = new ControlSocket(vertx, run, "ovs-vswitchd");
    this.running = new RunningSwitch(control);
    this.vswitch = VswitchClient.start(vertx, new Endpoint.Unix(run.resolve("db.sock")));
    this.names = new BridgeNames(configuration, vswitch);
    this.flows =
        new FlowLoop(
            vertx,
            new FlowLoop.Bridge(
                this::bridgeConnected, this::packetIn, new DatapathRounds(vertx, control), names),
            configuration.value(Settings.CHANGE_INTERVAL));
    this.desired = new DesiredFlows(flows, this::everything);
    WorkerExecutor worker = vertx.createSharedWorkerExecutor("host", 1);
    this.host = new HostLoop(vertx, worker, network);
    this.bridge = new BridgeConnection(vertx, configuration);
    this.services = new ServiceLoop(vertx, worker, this::forget);
    this.setup =
        new NodeSetup(
            vertx,
            new SwitchSetup(configuration, vswitch, running, network, worker),
            this::nodeToSetUp,
            this::nodeReady);
    Supplier<Optional<String>> datapath = () -> setup.made().map(made -> made.datapath().type());
    flows.afterChanges(new CachedDecisions(control, running, datapath)::refresh);
    this.sweep =
        new LeftoverSweep(
            vertx,
            new ConnectionList(control, datapath),
            flows::inForce,
            this::leftovers,
            this::forget);
    this.enforcement =
        new Enforcement(
            vertx,
            configuration,
            objects,
            desired,
            flows,
            new Enforcement.Switch(control, bridge::connection, datapath));
    PodPorts ports =
        new PodPorts(
            vertx,
            configuration.value(Settings.BRIDGE),
            vswitch,
            pods,
            new PodPorts.Cluster(
                enforcement.gate::known, flows, bridge::forget, this::unavailable));
    this.cni = new CniService(vertx, context, ports, pods, this::unavailable);
  }

  /// Begins: from now on news is taken.
  void start() {
    vswitch.connection().onState(this::databaseState);
    vswitch.connection().onChanges(this::databaseChanged);
    vertx.setPeriodic(configuration.value(Settings.AUDIT_INTERVAL).toMillis(), _ -> audit());
  }

  /// Ends the connections; what was programmed goes on working.
  Future<Void> stop() {
    return Future.join(vswitch.connection().close(), bridge.close())
        .onComplete(_ -> network.close())
        .mapEmpty();
  }

  private void audit() {
    heap.audit(bridge.connection().map(open -> open.counts().flowMods()).orElse(0L));
    flows.audit();
    forgetReached();
    host.check(true);
    services.check();
    setup.check("audit");
  }

  private void forgetReached() {
    NodeSwitch made = setup.made().orElse(null);
    if (made == null || !feed.isSynced()) {
      return;
    }
    var _ =
        bridge.forgetReached(learned -> {
          Set<OfPort> clients = new HashSet<>(Set.of(new OfPort(made.gateway())));
          pods.forEach(pod -> clients.add(new OfPort(pod.ofport())));
          return Collisions.outlived(learned, clients, objects.absent(pods.addresses()));
        });
  }

  // News from OVSDB.

  private void databaseState(ConnectionState state) {
    switch (state) {
      case ConnectionState.InSync(boolean resumed) -> {
        LOG.atInfo().addKeyValue("resumed", resumed).log("OVSDB in sync");
        pods.read(vswitch.now(), configuration.value(Settings.BRIDGE));
        setup.check("OVSDB in sync");
      }
      case ConnectionState.Waiting(Duration pause, String cause) ->
          LOG.atWarn()
              .addKeyValue("cause", cause)
              .addKeyValue("retryMillis", pause.toMillis())
              .log("OVSDB out of reach");
      case ConnectionState.Connecting(), ConnectionState.Closed() -> {}
    }
  }

  private void databaseChanged(Changes changes) {
    pods.follow(changes);
    if (NodePlan.damaged(configuration, changes)) {
      setup.check("a port of Weft's own was deleted");
    }
    releaseRestoreWait();
  }

  /// `ovs-ctl restart` holds the switch back until its flows are in: they are, once confirmed.
  private void releaseRestoreWait() {
    if (flows.programmed() && restoreWait()) {
      LOG.atInfo().log("flows are in: flow-restore-wait released");
      vswitch
          .apply(new SwitchChange.SetOtherConfig(Map.of(), Set.of(RESTORE_WAIT)))
          .onFailure(e ->
              LOG.atWarn()
                  .addKeyValue("problem", e.getMessage())
                  .log("flow-restore-wait could not be released; trying at the next change"));
    }
  }

  private boolean restoreWait() {
    return vswitch
        .now()
        .root()
        .map(OpenVSwitch::otherConfig)
        .filter(config -> config.getOrDefault(RESTORE_WAIT, "false").equals("true"))
        .isPresent();
  }

  // News from the bridge.

  private void bridgeConnected() {
    running.restarted();
    flows.confirmed().onSuccess(_ -> releaseRestoreWait());
    if (setup.made().isPresent()) {
      // ovs-vswitchd may be a new process: its interfaces then lack what the host gave them.
      setup.check("bridge connected");
      host.check(false);
    }
  }

  private void packetIn(PacketIn packetIn) {
    bridge.answer(packetIn, objects.node(nodeName).map(Node::podCidrs).orElse(List.of()));
  }

  // News from the cluster.

  @Override
  public void changed(List<ClusterChange> changes) {
    Optional<Node> before = objects.node(nodeName);
    List<ClusterChange> effective = objects.apply(changes);
    enforcement.changed(effective);
    takeServices(true);
    boolean network =
        effective.stream()
            .map(c -> c.key().kind())
            .anyMatch(k -> k == ObjectKey.Kind.NODE || k == ObjectKey.Kind.SERVICE_CIDR);
    if (!objects.node(nodeName).equals(before)) {
      setup.check("Node object changed");
    } else if (network) {
      planHost();
    }
  }

  @Override
  public void synced() {
    nodeReady();
  }

  /// Completes when this revision of the cluster's state is in force.
  Future<Void> settled(long revision) {
    Future<Void> settled = revisions.settled(revision);
    flows.hurry();
    return settled;
  }

  @Override
  public void revision(long revision) {
    if (revisions.awaited()) {
      flows.hurry();
    }
    flows
        .inForce()
        .compose(_ -> Future.join(host.applied(), services.applied()))
        .onSuccess(_ -> revisions.confirm(revision));
  }

  // The node itself.

  private Optional<Node> nodeToSetUp() {
    return vswitch.connection().state() instanceof ConnectionState.InSync
        ? objects.node(nodeName)
        : Optional.empty();
  }

  private void nodeReady() {
    NodeSwitch made = setup.made().orElse(null);
    Optional<Node> node = objects.node(nodeName);
    if (made == null || node.isEmpty()) {
      return;
    }
    bridge.open(flows);
    planHost();
    try {
      pods.read(vswitch.now(), configuration.value(Settings.BRIDGE));
      cni.node(new PodLink.Node(node.get().podCidrs(), made.mtu(), made.datapath().userspace()));
      if (feed.isSynced()) {
        boolean first = desired.compiler().isEmpty();
        enforcement.node(NodePlan.facts(configuration, node.get(), made));
        takeServices(!first);
      }
    } catch (IllegalArgumentException e) {
      setup.failed(e);
    }
  }

  private List<PipelineChange> everything() {
    return Stream.concat(
            objects.all().stream().map(PipelineChange.Cluster::new),
            enforcement.gate.open().stream().map(PipelineChange.Attach::new))
        .<PipelineChange>map(change -> change)
        .toList();
  }

  private void planHost() {
    NodeSwitch made = setup.made().orElse(null);
    Optional<Node> node = objects.node(nodeName);
    if (made != null && node.isPresent()) {
      host.plan(NodePlan.host(configuration, node.get(), objects, made, services.routes()));
      if (configuration.value(Settings.SERVICES)) {
        services.plan(NodePlan.services(configuration, node.get()));
      } else {
        services.off();
      }
    }
  }

  private void takeServices(boolean flushing) {
    List<HostShare.Change> changes = desired.drainShares();
    services.take(changes, nodeAddresses(), flushing);
    if (!flushing) {
      sweep.start();
    }
    if (changes.stream().anyMatch(c -> !c.before().routes().equals(c.after().routes()))) {
      planHost();
    }
  }

  private Leftovers leftovers() {
    return new Leftovers(desired.shares(), nodeAddresses(), objects.vacant(pods.addresses()));
  }

  private List<IpAddress> nodeAddresses() {
    return objects.node(nodeName).map(Node::internalIps).orElse(List.of());
  }

  /// Once the flows are in force that keep the connections from coming back: until then, the datapath
  /// may enter them anew by what it has cached.
  private Future<Void> forget(List<CtFlush> stale) {
    return flows.inForce().compose(_ -> bridge.forget(stale));
  }

  // News from OVSDB about Pods, and what CNI commands ask.

  @Override
  public void attached(AttachedPod pod) {
    enforcement.attached(pod);
  }

  @Override
  public void detached(Attachment attachment) {
    enforcement.detached(attachment);
  }

  /// Why no ADD can succeed.
  private Optional<String> unavailable() {
    return unready().stream().findFirst();
  }

  /// What the node waits for, one sentence each; empty when it is ready.
  List<String> unready() {
    return readiness.missing();
  }
}
