package io.weft.controller;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.net.SocketAddress;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.PodLink;
import io.weft.controller.attachments.AttachedPod;
import io.weft.controller.attachments.CniService;
import io.weft.controller.attachments.Forgetting;
import io.weft.controller.attachments.LocalPods;
import io.weft.controller.attachments.PodPorts;
import io.weft.controller.cluster.ClusterFeed;
import io.weft.controller.cluster.ClusterObjects;
import io.weft.controller.cluster.Revisions;
import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import io.weft.controller.connections.ConnectionList;
import io.weft.controller.flows.CachedDecisions;
import io.weft.controller.flows.DesiredFlows;
import io.weft.controller.flows.FlowLoop;
import io.weft.controller.host.HostLoop;
import io.weft.controller.host.HostNetwork;
import io.weft.controller.node.NodePlan;
import io.weft.controller.node.NodeSwitch;
import io.weft.controller.node.SwitchSetup;
import io.weft.controller.reject.Rejections;
import io.weft.controller.service.LeftoverSweep;
import io.weft.controller.service.ServiceLoop;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.openflow.client.ConnectionSettings;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.PacketIn;
import io.weft.ovsdb.client.ConnectionState;
import io.weft.ovsdb.client.Endpoint;
import io.weft.ovsdb.control.ControlSocket;
import io.weft.ovsdb.monitor.Changes;
import io.weft.ovsdb.openvswitch.OpenVSwitch;
import io.weft.ovsdb.openvswitch.SwitchChange;
import io.weft.ovsdb.openvswitch.VswitchClient;
import io.weft.pipeline.compile.PipelineChange;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.table.Reserved;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state of one node, and what follows from each thing that changes.
///
/// Everything here runs on one event loop. News comes from four sides: OVSDB, the bridge's OpenFlow
/// connection, the cluster's objects, CNI commands. Each goes the same way: into the state, through
/// the compiler, to the bridge and the host.
final class NodeAgent implements ClusterFeed.Consumer, LocalPods.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
  private static final Duration SETUP_RETRY = Duration.ofSeconds(1);
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
  final CniService cni;
  final HostLoop host;
  final ServiceLoop services;

  private final Vertx vertx;
  private final LeftoverSweep leftovers;
  private final HostNetwork network;
  private final SwitchSetup setup;
  private final QuietHeap heap = new QuietHeap();
  private @Nullable OpenFlowConnection bridge;
  private @Nullable NodeSwitch nodeSwitch;
  private Optional<String> setupProblem = Optional.empty();
  private boolean settingUp;
  private boolean setUpAgain;
  private long setupRetry = -1;

  NodeAgent(Vertx vertx, Context context, AgentConfiguration configuration, String nodeName) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.nodeName = nodeName;
    this.feed = new ClusterFeed(context, this);
    this.pods = new LocalPods(this);
    this.flows = new FlowLoop(vertx, this::bridgeConnected, this::packetIn);
    this.desired = new DesiredFlows(flows, this::everything);
    Path database = configuration.value(Settings.OVS_RUN_DIRECTORY).resolve("db.sock");
    this.vswitch = VswitchClient.start(vertx, new Endpoint.Unix(database));
    this.network = new HostNetwork();
    WorkerExecutor worker = vertx.createSharedWorkerExecutor("host", 1);
    this.host = new HostLoop(vertx, worker, network);
    this.services = new ServiceLoop(vertx, worker, this::forget);
    this.setup = new SwitchSetup(configuration, vswitch, network, worker);
    ControlSocket control =
        new ControlSocket(vertx, configuration.value(Settings.OVS_RUN_DIRECTORY), "ovs-vswitchd");
    Supplier<Optional<String>> datapath = () -> nodeSwitch().map(made -> made.datapath().type());
    flows.afterChanges(new CachedDecisions(control, datapath)::refresh);
    this.leftovers =
        new LeftoverSweep(
            vertx, new ConnectionList(control, datapath), flows::confirmed, this::forget);
    this.enforcement =
        new Enforcement(
            vertx,
            configuration,
            objects,
            desired,
            flows,
            new Enforcement.Switch(control, this::bridge, datapath));
    PodPorts ports =
        new PodPorts(
            vertx,
            configuration.value(Settings.BRIDGE),
            vswitch,
            pods,
            new PodPorts.Cluster(
                enforcement.gate::known,
                this::flowsSettled,
                this::flush,
                flows::isConnected,
                this::unavailable));
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
    OpenFlowConnection open = bridge;
    return Future.join(
            vswitch.connection().close(), open == null ? Future.succeededFuture() : open.close())
        .onComplete(_ -> network.close())
        .mapEmpty();
  }

  private void audit() {
    heap.audit(bridge().map(open -> open.counts().flowMods()).orElse(0L));
    flows.doubt("audit");
    host.check(true);
    services.check();
    setUp("audit");
  }

  // News from OVSDB.

  private void databaseState(ConnectionState state) {
    switch (state) {
      case ConnectionState.InSync(boolean resumed) -> {
        LOG.atInfo().addKeyValue("resumed", resumed).log("OVSDB in sync");
        pods.read(vswitch.now(), configuration.value(Settings.BRIDGE));
        setUp("OVSDB in sync");
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
      setUp("a port of Weft's own was deleted");
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
    flows.confirmed().onSuccess(_ -> releaseRestoreWait());
    if (nodeSwitch != null) {
      // ovs-vswitchd may be a new process: its interfaces then lack what the host gave them.
      setUp("bridge connected");
      host.check(false);
    }
  }

  private void packetIn(PacketIn packetIn) {
    OpenFlowConnection open = bridge;
    if (open != null) {
      List<IpPrefix> podCidrs = objects.node(nodeName).map(Node::podCidrs).orElse(List.of());
      Rejections.answer(packetIn, podCidrs).ifPresent(open::packetOut);
    }
  }

  // News from the cluster.

  @Override
  public void changed(List<ClusterChange> changes) {
    Optional<Node> before = objects.node(nodeName);
    objects.apply(changes);
    enforcement.changed(changes);
    takeServices(true);
    boolean network =
        changes.stream()
            .map(c -> c.key().kind())
            .anyMatch(k -> k == ObjectKey.Kind.NODE || k == ObjectKey.Kind.SERVICE_CIDR);
    if (!objects.node(nodeName).equals(before)) {
      setUp("Node object changed");
    } else if (network) {
      planHost();
    }
  }

  @Override
  public void synced() {
    nodeReady();
  }

  @Override
  public void revision(long revision) {
    flowsSettled()
        .compose(_ -> Future.join(host.applied(), services.applied()))
        .onSuccess(_ -> revisions.confirm(revision));
  }

  // The node itself.

  private void setUp(String why) {
    Optional<Node> node = objects.node(nodeName);
    if (settingUp) {
      setUpAgain = true;
      return;
    }
    if (node.isEmpty() || !(vswitch.connection().state() instanceof ConnectionState.InSync)) {
      return;
    }
    settingUp = true;
    setup
        .run(node.get())
        .onComplete(
            made -> {
              settingUp = false;
              setupProblem = Optional.empty();
              switchReady(made, why);
              setUpAgainIfAsked();
            },
            failure -> {
              settingUp = false;
              setupFailed(failure);
              vertx.cancelTimer(setupRetry);
              setupRetry = vertx.setTimer(SETUP_RETRY.toMillis(), _ -> setUp("retry"));
            });
  }

  private void setUpAgainIfAsked() {
    if (setUpAgain) {
      setUpAgain = false;
      setUp("more news");
    }
  }

  private void setupFailed(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (!setupProblem.equals(Optional.of(message))) {
      LOG.atError().addKeyValue("problem", message).log("node cannot be set up; trying again");
    }
    setupProblem = Optional.of(message);
  }

  private void switchReady(NodeSwitch made, String why) {
    if (!made.equals(nodeSwitch)) {
      LOG.atInfo()
          .addKeyValue("why", why)
          .addKeyValue("datapath", made.datapath().type())
          .addKeyValue("reason", made.datapath().reason())
          .addKeyValue("underlay", made.underlay().device())
          .addKeyValue("local", made.underlay().local())
          .addKeyValue("mtu", made.mtu())
          .log("switch set up");
      nodeSwitch = made;
    }
    nodeReady();
  }

  private void nodeReady() {
    NodeSwitch made = nodeSwitch;
    Optional<Node> node = objects.node(nodeName);
    if (made == null || node.isEmpty()) {
      return;
    }
    connectBridge();
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
      setupFailed(e);
    }
  }

  private List<PipelineChange> everything() {
    return Stream.concat(
            objects.all().stream().map(PipelineChange.Cluster::new),
            enforcement.gate.open().stream().map(PipelineChange.Attach::new))
        .<PipelineChange>map(change -> change)
        .toList();
  }

  private void connectBridge() {
    if (bridge == null) {
      Path socket =
          configuration
              .value(Settings.OVS_RUN_DIRECTORY)
              .resolve(configuration.value(Settings.BRIDGE) + ".mgmt");
      bridge =
          OpenFlowConnection.open(
              vertx,
              SocketAddress.domainSocketAddress(socket.toString()),
              ConnectionSettings.DEFAULT,
              flows);
      flows.use(bridge);
    }
  }

  private void planHost() {
    NodeSwitch made = nodeSwitch;
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
      leftovers.start(changes, nodeAddresses(), objects.vacant(pods.addresses()));
    }
    if (changes.stream().anyMatch(c -> !c.before().routes().equals(c.after().routes()))) {
      planHost();
    }
  }

  private List<IpAddress> nodeAddresses() {
    return objects.node(nodeName).map(Node::internalIps).orElse(List.of());
  }

  /// Once the flows are in that keep the connections from coming back.
  private Future<Void> forget(CtFlush stale) {
    return flows
        .confirmed()
        .compose(_ -> {
          OpenFlowConnection open = bridge;
          return open == null ? Future.succeededFuture() : open.ctFlush(stale);
        });
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

  private Future<Void> flowsSettled() {
    return flows.confirmed();
  }

  private Future<Void> flush(Attachment attachment) {
    OpenFlowConnection open = bridge;
    if (open == null || !open.isConnected()) {
      return Future.succeededFuture();
    }
    List<Future<Void>> flushes =
        Forgetting.of(attachment.addresses(), Reserved.ZONE).stream().map(open::ctFlush).toList();
    return Future.join(flushes)
        .otherwise(e -> {
          LOG.atWarn()
              .addKeyValue("addresses", attachment.addresses())
              .addKeyValue("problem", e.getMessage())
              .log("tracked connections could not be flushed");
          return null;
        })
        .mapEmpty();
  }

  /// Why no ADD can succeed.
  private Optional<String> unavailable() {
    return unready().stream().findFirst();
  }

  /// What the node waits for, one sentence each; empty when it is ready.
  List<String> unready() {
    List<String> reasons = new ArrayList<>();
    if (!(vswitch.connection().state() instanceof ConnectionState.InSync)) {
      reasons.add(
          "OVSDB at %s is out of reach; does ovsdb-server run?"
              .formatted(configuration.value(Settings.OVS_RUN_DIRECTORY).resolve("db.sock")));
    }
    if (!feed.isSynced()) {
      reasons.add("the cluster's state is not complete yet; can the source be reached?");
    }
    if (objects.node(nodeName).isEmpty()) {
      reasons.add(
          "there is no Node %s; create it or set nodeName to the name it has".formatted(nodeName));
    }
    setupProblem.ifPresent(reasons::add);
    if (nodeSwitch == null && reasons.isEmpty()) {
      reasons.add("the switch is being set up");
    }
    if (nodeSwitch != null && !flows.isConnected()) {
      reasons.add(
          "bridge %s is out of reach; does ovs-vswitchd run?"
              .formatted(configuration.value(Settings.BRIDGE)));
    } else if (nodeSwitch != null && !flows.programmed()) {
      reasons.add("the flows are not confirmed yet");
    }
    host.problem().ifPresent(reasons::add);
    services.problem().ifPresent(reasons::add);
    if (reasons.isEmpty() && !host.isApplied()) {
      reasons.add("the host's network is being set up");
    }
    return reasons;
  }

  Optional<NodeSwitch> nodeSwitch() {
    return Optional.ofNullable(nodeSwitch);
  }

  Optional<OpenFlowConnection> bridge() {
    return Optional.ofNullable(bridge);
  }
}
