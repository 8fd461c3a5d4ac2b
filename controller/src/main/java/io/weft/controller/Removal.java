package io.weft.controller;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.cni.netlink.NetlinkChange;
import io.weft.controller.attachments.CniFiles;
import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import io.weft.controller.host.HostNetwork;
import io.weft.controller.host.HostState;
import io.weft.controller.host.Nft;
import io.weft.controller.host.ReceiveBuffers;
import io.weft.controller.node.UnderlayRecord;
import io.weft.controller.service.ServiceNat;
import io.weft.ovsdb.client.Endpoint;
import io.weft.ovsdb.openvswitch.Bridge;
import io.weft.ovsdb.openvswitch.SwitchAnswer;
import io.weft.ovsdb.openvswitch.SwitchChange;
import io.weft.ovsdb.openvswitch.VswitchClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes Weft off a node: `Agent --remove`, with the agent stopped and the node drained.
///
/// The underlay interface gets its addresses and routes back, then bridges, rules, routes and the
/// container runtime's files go, and receive buffers are as large as they were. May be repeated; what
/// is not there is passed over. Forwarding and the other kernel settings stay, for others may have
/// come to need them.
final class Removal {

  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AgentConfiguration configuration;
  private final Vertx vertx;

  Removal(AgentConfiguration configuration, Vertx vertx) {
    this.configuration = configuration;
    this.vertx = vertx;
  }

  /// Does it all.
  ///
  /// @return whether everything is gone; what is left, and why, is in the log
  boolean run() {
    try (HostNetwork network = new HostNetwork()) {
      Path database = configuration.value(Settings.OVS_RUN_DIRECTORY).resolve("db.sock");
      VswitchClient vswitch = VswitchClient.start(vertx, new Endpoint.Unix(database));
      await(vswitch.connection().inSync());
      new CniFiles(configuration).uninstall();
      Optional<Bridge> underlay =
          vswitch.now().bridge(configuration.value(Settings.UNDERLAY_BRIDGE));
      Optional<String> device = underlay.flatMap(UnderlayRecord::deviceOf);
      device.ifPresent(name -> giveBack(network, underlay.orElseThrow(), name));
      delete(vswitch, configuration.value(Settings.BRIDGE));
      if (device.isPresent()) {
        delete(vswitch, configuration.value(Settings.UNDERLAY_BRIDGE));
      }
      network.remove(device);
      Optional<Integer> buffers = underlay.flatMap(UnderlayRecord::receiveBufferOf);
      if (buffers.isPresent()) {
        new ReceiveBuffers().putBack(buffers.get());
      }
      Nft.remove(ServiceNat.TABLE);
      LOG.atInfo().log("Weft is removed from this node");
      return true;
    } catch (Exception e) {
      LOG.atError()
          .addKeyValue("problem", String.valueOf(e.getMessage()))
          .log("Weft could not be removed completely; repair this and repeat");
      return false;
    }
  }

  private static void giveBack(HostNetwork network, Bridge bridge, String device) {
    HostState state = network.state();
    List<NetlinkChange> changes =
        UnderlayRecord.of(device, state, Optional.of(bridge)).move(bridge.name(), device, state);
    network.unguard(device);
    network.apply(changes);
    LOG.atInfo().addKeyValue("device", device).log("underlay given back");
  }

  private static void delete(VswitchClient vswitch, String bridge) throws Exception {
    SwitchAnswer answer =
        await(vswitch.carryOut(List.of(new SwitchChange.DeleteBridge(bridge)), PATIENCE));
    if (answer instanceof SwitchAnswer.Rejected(String reason)) {
      throw new IllegalStateException("bridge " + bridge + ": " + reason);
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
