package io.weft.controller;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import io.weft.cni.wiring.Attachment;
import io.weft.controller.attachments.Forgetting;
import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import io.weft.controller.flows.FlowLoop;
import io.weft.controller.reject.Rejections;
import io.weft.net.IpPrefix;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowStats;
import io.weft.openflow.client.ConnectionSettings;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.FlowFilter;
import io.weft.openflow.message.PacketIn;
import io.weft.pipeline.table.Reserved;
import io.weft.pipeline.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The OpenFlow connection to the Pods' bridge, once the switch is set up, and what is asked of it
/// besides flows. Used on the agent's event loop.
final class BridgeConnection {

  private static final Logger LOG = LoggerFactory.getLogger(BridgeConnection.class);

  private final Vertx vertx;
  private final Path socket;
  private @Nullable OpenFlowConnection open;

  BridgeConnection(Vertx vertx, AgentConfiguration configuration) {
    this.vertx = vertx;
    this.socket =
        configuration
            .value(Settings.OVS_RUN_DIRECTORY)
            .resolve(configuration.value(Settings.BRIDGE) + ".mgmt");
  }

  /// Connects, and again whenever the connection is lost, until [#close()]; the loop hears of it.
  void open(FlowLoop flows) {
    if (open == null) {
      open =
          OpenFlowConnection.open(
              vertx,
              SocketAddress.domainSocketAddress(socket.toString()),
              ConnectionSettings.DEFAULT,
              flows.news());
      flows.use(open);
    }
  }

  /// The connection, once the switch was set up; it may be interrupted.
  Optional<OpenFlowConnection> connection() {
    return Optional.ofNullable(open);
  }

  /// Answers a packet that the bridge handed up, if it is one to be answered.
  void answer(PacketIn packetIn, List<IpPrefix> podCidrs) {
    OpenFlowConnection to = open;
    if (to != null) {
      Rejections.answer(packetIn, podCidrs).ifPresent(to::packetOut);
    }
  }

  /// Forgets tracked connections; nothing while there is no connection.
  Future<Void> forget(List<CtFlush> stale) {
    OpenFlowConnection to = open;
    return to == null ? Future.succeededFuture() : to.ctFlush(stale);
  }

  /// Forgets the tracked connections of the attachment's addresses, as far as the bridge is there;
  /// that it cannot be done is logged.
  Future<Void> forget(Attachment attachment) {
    OpenFlowConnection to = open;
    if (to == null || !to.isConnected()) {
      return Future.succeededFuture();
    }
    return to.ctFlush(Forgetting.of(attachment.addresses(), Reserved.ZONE))
        .otherwise(e -> {
          LOG.atWarn()
              .addKeyValue("addresses", attachment.addresses())
              .addKeyValue("problem", e.getMessage())
              .log("tracked connections could not be flushed");
          return null;
        });
  }

  /// Forgets which clients reached which endpoints where either is gone by now, as far as the bridge is
  /// there; that it cannot be done is logged.
  ///
  /// @param outlived what takes out those of the table's flows that are to be forgotten; asked only if
  ///     there are any flows
  Future<Void> forgetReached(Function<List<Flow>, List<Change>> outlived) {
    OpenFlowConnection to = open;
    if (to == null || !to.isConnected()) {
      return Future.succeededFuture();
    }
    return to.flows(FlowFilter.table(Table.REACHED.number()))
        .compose(learned -> forgetReached(to, learned, outlived))
        .otherwise(e -> {
          LOG.atWarn()
              .addKeyValue("problem", e.getMessage())
              .log("who reached endpoints that are gone could not be forgotten");
          return null;
        });
  }

  private static Future<Void> forgetReached(
      OpenFlowConnection to, List<FlowStats> learned, Function<List<Flow>, List<Change>> outlived) {
    List<Change> changes =
        learned.isEmpty()
            ? List.of()
            : outlived.apply(learned.stream().map(FlowStats::flow).toList());
    return changes.isEmpty() ? Future.succeededFuture() : to.send(changes).mapEmpty();
  }

  /// Ends the connection.
  Future<Void> close() {
    OpenFlowConnection to = open;
    return to == null ? Future.succeededFuture() : to.close();
  }
}
