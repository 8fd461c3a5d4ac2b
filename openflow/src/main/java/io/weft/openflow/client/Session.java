package io.weft.openflow.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.weft.net.Bytes;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.message.Answer;
import io.weft.openflow.message.FlowFilter;
import io.weft.openflow.message.FlowRemoved;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PortStatus;
import io.weft.openflow.message.Query;
import io.weft.openflow.wire.FlowComparison;
import io.weft.openflow.wire.Frame;
import io.weft.openflow.wire.MalformedMessageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One socket from HELLO to its end. Used on the connection's context only.
final class Session {

  private final Vertx vertx;
  private final NetSocket socket;
  private final ConnectionSettings settings;
  private final ConnectionListener listener;
  private final Counters counters;
  private final Outlet outlet;
  private final Expectations expectations = new Expectations();
  private final Commits commits = new Commits(this);
  private final FrameCutter cutter = new FrameCutter();
  private final Promise<Features> handshake = Promise.promise();
  private final Promise<ConnectionLostException> ended = Promise.promise();
  private final long handshakeTimer;
  private final long livenessTimer;

  private int nextXid = 1;
  private long heardAt = System.nanoTime();
  private boolean greeted;
  private boolean established;
  private volatile boolean ready;
  private boolean over;

  Session(
      Vertx vertx,
      NetSocket socket,
      ConnectionSettings settings,
      ConnectionListener listener,
      Counters counters) {
    this.vertx = vertx;
    this.socket = socket;
    this.settings = settings;
    this.listener = listener;
    this.counters = counters;
    this.outlet = new Outlet(socket, counters);
    this.handshakeTimer =
        vertx.setTimer(
            settings.handshakeTimeout().toMillis(),
            _ -> end(lost("no handshake within " + settings.handshakeTimeout())));
    this.livenessTimer =
        vertx.setPeriodic(
            Math.max(1, settings.echoInterval().toMillis() / 2), _ -> checkLiveness());
    socket.handler(this::received);
    socket.exceptionHandler(e -> end(new ConnectionLostException("connection broke", e)));
    socket.closeHandler(_ -> end(lost("the bridge closed the connection")));
    outlet.writeNow(reserve(1), Message.Hello.OPENFLOW_15);
  }

  private static ConnectionLostException lost(String cause) {
    return new ConnectionLostException(cause);
  }

  /// Completes when the bridge has told its features.
  Future<Features> handshake() {
    return handshake.future();
  }

  /// Completes, always with success, when the socket is of no more use.
  Future<ConnectionLostException> ended() {
    return ended.future();
  }

  boolean isReady() {
    return ready;
  }

  /// Whether the handshake was ever completed.
  boolean isEstablished() {
    return established;
  }

  Commits commits() {
    return commits;
  }

  Outlet outlet() {
    return outlet;
  }

  Expectations expectations() {
    return expectations;
  }

  /// The first of `count` consecutive transaction ids, none of them 0.
  int reserve(int count) {
    if (nextXid > Integer.MAX_VALUE - count) {
      nextXid = 1;
    }
    int first = nextXid;
    nextXid += count;
    return first;
  }

  /// Sends a question; completes with the answer of the same transaction id.
  Future<Message> request(Message message, String name) {
    int xid = reserve(1);
    Future<Message> answer = expectations.one(xid, name);
    return write(xid, message).compose(_ -> answer);
  }

  /// Sends a question; completes with all parts of the answer.
  Future<List<Answer>> ask(Query query) {
    int xid = reserve(1);
    Future<List<Answer>> answers = expectations.parts(xid, query.toString());
    return write(xid, new Message.MultipartRequest(query)).compose(_ -> answers);
  }

  /// Asks for all flows; completes when the last part of the answer was compared.
  Future<FlowComparison.Result> compare(Supplier<? extends Iterable<Flow>> expected) {
    int xid = reserve(1);
    Query query = new Query.Flows(FlowFilter.ALL);
    Future<Void> asked = write(xid, new Message.MultipartRequest(query));
    // While the bridge gathers its answer:
    FlowComparison comparison = new FlowComparison(expected.get());
    Future<FlowComparison.Result> answer =
        expectations.comparison(xid, query.toString(), comparison);
    return asked.compose(_ -> answer);
  }

  /// Sends something that is not answered; completes when it is written.
  Future<Void> tell(Message message) {
    return write(reserve(1), message);
  }

  /// Sends what is answered only by errors, and one barrier; completes when the bridge has done all of
  /// it, and fails with the first refusal.
  Future<Void> confirmed(List<? extends Message> messages, String name) {
    int xid = reserve(messages.size() + 1);
    int last = xid + messages.size();
    List<Future<Message>> refusals = new ArrayList<>(messages.size());
    Future<Void> written = done();
    for (int i = 0; i < messages.size(); i++) {
      int own = xid + i;
      Message message = messages.get(i);
      refusals.add(expectations.one(own, name));
      written = written.compose(_ -> write(own, message));
    }
    Future<Message> barrier = expectations.one(last, "barrier");
    return written
        .compose(_ -> write(last, new Message.BarrierRequest()))
        .compose(_ -> barrier)
        .compose(_ -> {
          for (int i = 0; i < refusals.size(); i++) {
            expectations.forget(xid + i);
          }
          return refusals.stream()
              .filter(Future::failed)
              .findFirst()
              .map(refusal -> Future.<Void>failedFuture(refusal.cause()))
              .orElseGet(Session::done);
        });
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  private Future<Void> write(int xid, Message message) {
    return outlet
        .write(out -> {
          out.accept(new Frame(xid, message));
          return false;
        })
        .onFailure(_ -> expectations.forget(xid));
  }

  private void checkLiveness() {
    long silence = (System.nanoTime() - heardAt) / 1_000_000;
    if (silence > settings.silenceTimeout().toMillis()) {
      end(lost("the bridge has been silent for %d ms".formatted(silence)));
    } else if (ready && silence > settings.echoInterval().toMillis()) {
      outlet.writeNow(reserve(1), new Message.EchoRequest(Bytes.EMPTY));
    }
  }

  private void received(Buffer bytes) {
    heardAt = System.nanoTime();
    try {
      cutter.accept(bytes, this::received);
    } catch (MalformedMessageException e) {
      end(new ConnectionLostException("the bridge sent a malformed message", e));
    }
  }

  private void received(byte[] bytes) {
    if (over) {
      return;
    }
    if (expectations.compared(bytes)) {
      counters.received();
      return;
    }
    Frame frame = Frame.read(bytes);
    counters.received(frame.message());
    switch (frame.message()) {
      case Message.Hello hello -> greet(hello);
      case Message.EchoRequest(Bytes payload) ->
          outlet.writeNow(frame.xid(), new Message.EchoReply(payload));
      case OpenFlowError error -> refused(frame.xid(), error);
      case Features features when !established -> establish(features);
      case PacketIn packetIn -> tell(() -> listener.packetIn(packetIn));
      case PortStatus status -> tell(() -> listener.portStatus(status));
      case FlowRemoved removed -> tell(() -> listener.flowRemoved(removed));
      default -> expectations.answered(frame.xid(), frame.message());
    }
  }

  private void greet(Message.Hello hello) {
    if (greeted) {
      return;
    }
    greeted = true;
    if (!hello.speaksOpenFlow15()) {
      end(
          lost(
              "the bridge does not speak OpenFlow 1.5 (version bitmap %#x); add OpenFlow15 to the"
                      .formatted(hello.versions())
                  + " protocols of its row in the Bridge table"));
      return;
    }
    outlet.writeNow(reserve(1), new Message.SetConfig(settings.fragments(), 0xffff));
    outlet.writeNow(reserve(1), Message.SetPacketInFormat.NXT_PACKET_IN2);
    outlet.writeNow(reserve(1), new Message.FeaturesRequest());
  }

  private void establish(Features features) {
    vertx.cancelTimer(handshakeTimer);
    established = true;
    ready = true;
    handshake.complete(features);
  }

  private void refused(int xid, OpenFlowError error) {
    if (!established) {
      end(lost("the bridge refused the handshake: " + error.name()));
    } else if (!expectations.refused(xid, error)) {
      Optional<Change> cause = expectations.cause(xid);
      tell(() -> listener.error(error, cause));
    }
  }

  /// An exception of the listener is its owner's; it reaches the context, not the protocol.
  private void tell(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      vertx.runOnContext(_ -> {
        throw e;
      });
    }
  }

  /// Ends the session: everything pending fails with the cause. The first call counts.
  void end(ConnectionLostException cause) {
    if (over) {
      return;
    }
    over = true;
    ready = false;
    vertx.cancelTimer(handshakeTimer);
    vertx.cancelTimer(livenessTimer);
    outlet.end(cause);
    expectations.end(cause);
    socket.close();
    handshake.tryFail(cause);
    ended.complete(cause);
  }
}
