package io.weft.openflow.client;

import io.weft.openflow.Change;
import io.weft.openflow.message.FlowRemoved;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PortStatus;
import java.time.Duration;
import java.util.Optional;

/// What a connection tells by itself, always on the connection's own context.
public interface ConnectionListener {

  /// A handshake is complete, the first or a later one.
  ///
  /// Nothing is known about what the bridge holds: read it back.
  void connected(Features features);

  /// An established connection is lost. All that was asked for has failed with
  /// [ConnectionLostException] before; the connection is already trying again.
  void disconnected(ConnectionLostException cause);

  /// An attempt to connect failed; the next follows by itself.
  default void unreachable(Throwable cause, Duration retryIn) {}

  /// A packet for the controller.
  default void packetIn(PacketIn packetIn) {}

  /// A port came, went or changed.
  default void portStatus(PortStatus status) {}

  /// A flow with the flag `send_flow_rem` is gone.
  default void flowRemoved(FlowRemoved removed) {}

  /// An error that no pending request waits for.
  ///
  /// @param cause the change that the bridge complains about, where its transaction id still tells
  default void error(OpenFlowError error, Optional<Change> cause) {}
}
