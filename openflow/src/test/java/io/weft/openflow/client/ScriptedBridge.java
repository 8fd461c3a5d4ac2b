package io.weft.openflow.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.BundleControl.Step;
import io.weft.openflow.message.Message;
import io.weft.openflow.wire.Frame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// A peer on TCP that greets, then does what its script says, message by message.
final class ScriptedBridge {

  static final Message.Features FEATURES = new Message.Features(0x42, 0, 254, 0, 0);

  private final NetServer server;
  private final List<Message> received = Collections.synchronizedList(new ArrayList<>());
  private volatile BiConsumer<NetSocket, Frame> script = ScriptedBridge::behave;

  private ScriptedBridge(Vertx vertx) {
    this.server = vertx.createNetServer();
  }

  static ScriptedBridge start(Vertx vertx) throws Exception {
    ScriptedBridge bridge = new ScriptedBridge(vertx);
    bridge.server.connectHandler(socket -> {
      FrameCutter cutter = new FrameCutter();
      socket.handler(
          bytes -> cutter.accept(bytes, frame -> bridge.received(socket, Frame.read(frame))));
    });
    await(bridge.server.listen(0, "127.0.0.1"));
    return bridge;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void received(NetSocket socket, Frame frame) {
    received.add(frame.message());
    script.accept(socket, frame);
  }

  SocketAddress address() {
    return SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1");
  }

  /// What to do from now on with each frame, in place of [#behave].
  void script(BiConsumer<NetSocket, Frame> next) {
    script = next;
  }

  /// Everything received so far.
  List<Message> received() {
    synchronized (received) {
      return List.copyOf(received);
    }
  }

  static void send(NetSocket socket, int xid, Message message) {
    socket.write(Buffer.buffer(new Frame(xid, message).toBytes()));
  }

  /// What a well-behaved bridge answers.
  static void behave(NetSocket socket, Frame frame) {
    switch (frame.message()) {
      case Message.Hello _ -> send(socket, 1, Message.Hello.OPENFLOW_15);
      case Message.FeaturesRequest _ -> send(socket, frame.xid(), FEATURES);
      case Message.BarrierRequest _ -> send(socket, frame.xid(), new Message.BarrierReply());
      case Message.EchoRequest echo ->
          send(socket, frame.xid(), new Message.EchoReply(echo.payload()));
      case BundleControl control -> {
        List<Step> steps = List.of(Step.values());
        Step reply = steps.get(steps.indexOf(control.step()) + 1);
        send(socket, frame.xid(), new BundleControl(control.bundleId(), reply, control.flags()));
      }
      default -> {
        // Nothing to answer.
      }
    }
  }

  void stop() throws Exception {
    await(server.close());
  }
}
