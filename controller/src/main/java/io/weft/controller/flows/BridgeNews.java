package io.weft.controller.flows;

import io.weft.openflow.Change;
import io.weft.openflow.client.ConnectionListener;
import io.weft.openflow.client.ConnectionLostException;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketIn;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the bridge's connection tells, each to whom it concerns: the flow loop or those behind
/// [FlowLoop.Bridge]. Used on the agent's event loop.
final class BridgeNews implements ConnectionListener {

  private static final Logger LOG = LoggerFactory.getLogger(BridgeNews.class);

  private final FlowLoop loop;
  private final FlowLoop.Bridge bridge;
  private final Complaints complaints = new Complaints(InstantSource.system());

  BridgeNews(FlowLoop loop, FlowLoop.Bridge bridge) {
    this.loop = loop;
    this.bridge = bridge;
  }

  @Override
  public void connected(Features features) {
    loop.connected();
    LOG.atInfo()
        .addKeyValue("datapathId", "%016x".formatted(features.datapathId()))
        .log("bridge connected");
    bridge.connected().run();
    loop.doubt("connected");
  }

  @Override
  public void disconnected(ConnectionLostException cause) {
    loop.disconnected();
    LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("bridge connection lost");
  }

  @Override
  public void unreachable(Throwable cause, Duration retryIn) {
    LOG.atDebug()
        .addKeyValue("cause", cause.getMessage())
        .addKeyValue("retryMillis", retryIn.toMillis())
        .log("bridge unreachable");
  }

  @Override
  public void packetIn(PacketIn packetIn) {
    bridge.packet().accept(packetIn);
  }

  @Override
  public void error(OpenFlowError error, Optional<Change> cause) {
    complaints.heard(error, cause, bridge.names());
    if (Complaints.concernFlows(error, cause)) {
      loop.doubt("the bridge complained");
    }
  }
}
