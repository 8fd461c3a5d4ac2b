package io.weft.controller.node;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.weft.cluster.Node;
import io.weft.cni.netlink.Link;
import io.weft.cni.netlink.NetlinkChange;
import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import io.weft.controller.host.HostNetwork;
import io.weft.controller.host.HostState;
import io.weft.controller.host.ReceiveBuffers;
import io.weft.net.IpAddress;
import io.weft.ovsdb.control.RunningSwitch;
import io.weft.ovsdb.openvswitch.Bridge;
import io.weft.ovsdb.openvswitch.Interface;
import io.weft.ovsdb.openvswitch.OpenVSwitch;
import io.weft.ovsdb.openvswitch.SwitchAnswer;
import io.weft.ovsdb.openvswitch.SwitchChange;
import io.weft.ovsdb.openvswitch.VswitchClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the switch to the layout of the node: bridges, gateway, tunnel, underlay.
///
/// Idempotent: on a node that is set up it changes nothing. Futures complete on the event loop;
/// what blocks runs on the worker.
public final class SwitchSetup {

  private static final Logger LOG = LoggerFactory.getLogger(SwitchSetup.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final AgentConfiguration configuration;
  private final VswitchClient vswitch;
  private final RunningSwitch running;
  private final HostNetwork host;
  private final WorkerExecutor worker;
  private final ReceiveBuffers buffers = new ReceiveBuffers();

  /// The underlay bridge's interface if it had all that is recorded, once; used on the worker.
  private OptionalInt complete = OptionalInt.empty();

  /// @param running which Open vSwitch carries it out
  /// @param worker runs one task at a time; the only user of `host`
  public SwitchSetup(
      AgentConfiguration configuration,
      VswitchClient vswitch,
      RunningSwitch running,
      HostNetwork host,
      WorkerExecutor worker) {
    this.configuration = configuration;
    this.vswitch = vswitch;
    this.running = running;
    this.host = host;
    this.worker = worker;
  }

  private record Plan(
      DatapathChoice datapath,
      Underlay underlay,
      int mtu,
      Optional<UnderlayRecord> move,
      List<SwitchChange> bridges,
      List<SwitchChange> ports) {}

  /// Sets everything up.
  ///
  /// Fails if the switch does not carry it out in time, cannot make a port, or the underlay cannot
  /// be found; the message names the thing and the remedy. What was done stays; it may be called
  /// again.
  ///
  /// @param node this node's object; it has an InternalIP
  public Future<NodeSwitch> run(Node node) {
    return worker
        .executeBlocking(() -> plan(node, host.state()))
        .compose(plan ->
            vswitch
                .apply(plan.bridges())
                .compose(SwitchSetup::committed)
                .compose(_ -> enlargeBuffers(plan))
                .compose(_ -> vswitch.carryOut(plan.ports(), PATIENCE))
                .compose(SwitchSetup::committed)
                .compose(_ -> takeOver(plan))
                .compose(_ -> numbers(plan)));
  }

  private Plan plan(Node node, HostState state) {
    IpAddress local =
        node.tunnelEndpoint()
            .orElseThrow(() ->
                new Underlay.NotFoundException(
                    "Node %s has no InternalIP; set one in status.addresses"
                        .formatted(node.name())));
    Set<String> types = vswitch.now().root().map(OpenVSwitch::datapathTypes).orElse(Set.of());
    DatapathChoice datapath =
        DatapathChoice.choose(
            configuration.value(Settings.DATAPATH),
            types,
            Files.exists(Path.of("/sys/module/openvswitch")));
    String underlayBridge = configuration.value(Settings.UNDERLAY_BRIDGE);
    Optional<Bridge> takenOver = vswitch.now().bridge(underlayBridge);
    Underlay underlay =
        Underlay.find(configuration.value(Settings.UNDERLAY_INTERFACE), local, state, takenOver);
    int mtu = mtu(underlay);
    List<SwitchChange> bridges = new ArrayList<>();
    List<SwitchChange> ports = new ArrayList<>();
    Optional<UnderlayRecord> move = Optional.empty();
    if (datapath.userspace()) {
      UnderlayRecord record = record(underlay, state, takenOver);
      Link link = state.link(underlay.device()).orElseThrow();
      Optional<Integer> receiveBuffer =
          takenOver.flatMap(UnderlayRecord::receiveBufferOf).or(buffers::tooSmall);
      bridges.add(BridgeLayout.underlay(underlayBridge, link.mac(), record, receiveBuffer));
      ports.addAll(BridgeLayout.underlayPorts(underlayBridge, record, link.mtu()));
      move = Optional.of(record);
    }
    bridges.add(BridgeLayout.pods(configuration, datapath));
    ports.addAll(BridgeLayout.podPorts(configuration, node.name(), mtu));
    return new Plan(datapath, underlay, mtu, move, bridges, ports);
  }

  private UnderlayRecord record(Underlay underlay, HostState state, Optional<Bridge> takenOver) {
    UnderlayRecord record = UnderlayRecord.of(underlay.device(), state, takenOver);
    String bridge = configuration.value(Settings.UNDERLAY_BRIDGE);
    return index(state, bridge).equals(complete)
        ? record.following(bridge, state, underlay.local())
        : record;
  }

  private static OptionalInt index(HostState state, String device) {
    return state.link(device).stream().mapToInt(Link::index).findFirst();
  }

  private int mtu(Underlay underlay) {
    int configured = configuration.value(Settings.MTU);
    return configured != 0
        ? configured
        : TunnelMtu.derive(
            underlay.mtu(), configuration.value(Settings.TUNNEL), underlay.local().family());
  }

  private static Future<Void> committed(SwitchAnswer answer) {
    return switch (answer) {
      case SwitchAnswer.Committed _ -> Future.succeededFuture();
      case SwitchAnswer.Rejected(String reason) ->
          Future.failedFuture("the switch cannot be set up: " + reason);
    };
  }

  /// Before the ports, whose sockets get them; their former size is on record by now.
  private Future<Void> enlargeBuffers(Plan plan) {
    if (!plan.datapath().userspace()) {
      return Future.succeededFuture();
    }
    return worker.executeBlocking(() -> {
      buffers.enlarge();
      return null;
    });
  }

  /// Lets the underlay bridge have what the physical interface had. The kernel stops listening to
  /// the interface first, or it would answer twice.
  private Future<Void> takeOver(Plan plan) {
    if (plan.move().isEmpty()) {
      return Future.succeededFuture();
    }
    UnderlayRecord record = plan.move().orElseThrow();
    String bridge = configuration.value(Settings.UNDERLAY_BRIDGE);
    return vswitch
        .untilSettled(bridge, PATIENCE)
        .compose(_ ->
            worker.executeBlocking(() -> {
              HostState state = host.state();
              host.guard(record.device());
              host.disableOffload(record.device(), state);
              host.disableOffload(bridge, state);
              List<NetlinkChange> changes = record.move(record.device(), bridge, state);
              if (!changes.isEmpty()) {
                host.apply(changes);
                LOG.atInfo()
                    .addKeyValue("from", record.device())
                    .addKeyValue("to", bridge)
                    .addKeyValue("addresses", record.addresses())
                    .addKeyValue("routes", record.routes())
                    .log("underlay taken over");
              }
              complete = index(host.state(), bridge);
              return null;
            }));
  }

  private Future<NodeSwitch> numbers(Plan plan) {
    return number(configuration.value(Settings.GATEWAY_INTERFACE))
        .compose(gateway ->
            number(BridgeLayout.TUNNEL_PORT)
                .compose(tunnel ->
                    running
                        .version()
                        .map(version ->
                            new NodeSwitch(
                                plan.datapath(),
                                version,
                                plan.underlay(),
                                plan.mtu(),
                                gateway,
                                tunnel))));
  }

  private Future<Integer> number(String port) {
    return vswitch
        .untilSettled(port, PATIENCE)
        .compose(iface ->
            iface.isReady()
                ? Future.succeededFuture((int) iface.ofport().orElseThrow())
                : Future.failedFuture(failure(iface)));
  }

  private static String failure(Interface iface) {
    return "the switch cannot make port %s: %s; see the log of ovs-vswitchd"
        .formatted(iface.name(), iface.error().orElse("ofport is -1"));
  }
}
