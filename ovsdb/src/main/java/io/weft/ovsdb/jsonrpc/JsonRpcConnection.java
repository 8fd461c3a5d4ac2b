package io.weft.ovsdb.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.Serial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// A JSON-RPC peer at the other end of one socket.
///
/// To be made in the connect callback of the socket and used on its event loop only. Echo requests
/// of the peer are answered; a peer that says nothing for a while is asked for an echo and dropped
/// if it stays silent. A peer that sends anything but JSON-RPC is dropped as well. The end is
/// reported exactly once, after which every request that is open has failed with [NoAnswer].
public final class JsonRpcConnection {

  private final Vertx vertx;
  private final NetSocket socket;
  private final JsonStream stream;
  private final Consumer<Message.Notification> notified;
  private final Promise<String> ended = Promise.promise();
  private final Map<Long, Promise<Reply>> open = new LinkedHashMap<>();
  private final Set<Long> givenUp = new HashSet<>();
  private final long probe;
  private long nextId;
  private boolean heard = true;
  private boolean probed;
  private Optional<String> end = Optional.empty();

  /// @param messageBytes the longest message that is read
  /// @param silence how long the peer may say nothing before it is probed, and then again
  /// @param notified takes the peer's notifications, in order
  public JsonRpcConnection(
      Vertx vertx,
      NetSocket socket,
      int messageBytes,
      Duration silence,
      Consumer<Message.Notification> notified) {
    this.vertx = vertx;
    this.socket = socket;
    this.stream = new JsonStream(messageBytes);
    this.notified = notified;
    this.probe = vertx.setPeriodic(silence.toMillis(), _ -> probe());
    socket.handler(this::received);
    socket.exceptionHandler(e -> end("the connection failed: " + e.getMessage()));
    socket.closeHandler(_ ->
        end(
            stream.isInMessage()
                ? "the peer closed the connection in the middle of a message"
                : "the peer closed the connection"));
  }

  /// Completes with the cause when the connection has ended, whoever ended it.
  public Future<String> ended() {
    return ended.future();
  }

  /// Asks the peer. Fails with [NoAnswer] if the connection ends before the answer.
  public Future<Reply> request(String method, JsonNode params) {
    return request(method, params, Optional.empty());
  }

  /// Asks the peer and, if it takes longer than this, tells it to cancel (RFC 7047 §4.1.4) and gives
  /// the request up: it fails with [NoAnswer] unless the peer answers first.
  public Future<Reply> request(String method, JsonNode params, Duration patience) {
    return request(method, params, Optional.of(patience));
  }

  private Future<Reply> request(String method, JsonNode params, Optional<Duration> patience) {
    if (end.isPresent()) {
      return Future.failedFuture(new NoAnswer(end.orElseThrow()));
    }
    long id = nextId++;
    Promise<Reply> promise = Promise.promise();
    open.put(id, promise);
    send(new Message.Request(LongNode.valueOf(id), method, params));
    patience.ifPresent(time -> {
      long timer = vertx.setTimer(time.toMillis(), _ -> cancel(id, method));
      promise.future().onComplete(_ -> vertx.cancelTimer(timer));
    });
    return promise.future();
  }

  /// Tells the peer something.
  public void inform(String method, JsonNode params) {
    send(new Message.Notification(method, params));
  }

  /// Ends the connection; the cause is what open requests and [#ended()] report. Ending twice
  /// changes nothing.
  public void end(String cause) {
    if (end.isPresent()) {
      return;
    }
    end = Optional.of(cause);
    vertx.cancelTimer(probe);
    var _ = socket.close();
    List<Promise<Reply>> failed = new ArrayList<>(open.values());
    open.clear();
    failed.forEach(promise -> promise.fail(new NoAnswer(cause)));
    ended.complete(cause);
  }

  /// Cancels a request. ovsdb-server drops it without a word, where the RFC has it answer, so an
  /// echo behind it tells when there is nothing more to wait for.
  private void cancel(long id, String method) {
    inform("cancel", JsonNodeFactory.instance.arrayNode().add(id));
    var _ =
        request("echo", JsonNodeFactory.instance.arrayNode())
            .onSuccess(_ -> {
              Promise<Reply> promise = open.remove(id);
              if (promise != null) {
                givenUp.add(id);
                promise.fail(new NoAnswer("no answer to " + method + ", cancelled it"));
              }
            });
  }

  private void send(Message message) {
    if (end.isEmpty()) {
      var _ = socket.write(Buffer.buffer(message.json().toString()));
    }
  }

  private void received(Buffer bytes) {
    if (end.isPresent()) {
      return;
    }
    heard = true;
    probed = false;
    try {
      for (JsonNode json : stream.take(bytes.getBytes())) {
        take(Message.read(json));
      }
    } catch (BadMessageException e) {
      end(String.valueOf(e.getMessage()));
    }
  }

  private void take(Message message) throws BadMessageException {
    if (end.isPresent()) {
      return;
    }
    switch (message) {
      case Message.Notification notification -> notified.accept(notification);
      case Message.Request request -> answer(request);
      case Message.Response response -> settle(response);
    }
  }

  private void answer(Message.Request request) {
    boolean echo = request.method().equals("echo");
    send(
        new Message.Response(
            request.id(),
            echo ? request.params() : NullNode.instance,
            echo ? NullNode.instance : TextNode.valueOf("unknown method")));
  }

  private void settle(Message.Response response) throws BadMessageException {
    long id = response.id().isIntegralNumber() ? response.id().longValue() : -1;
    Promise<Reply> promise = open.remove(id);
    if (promise != null) {
      promise.complete(
          response.error().isNull()
              ? new Reply.Result(response.result())
              : new Reply.Refusal(response.error()));
    } else if (!givenUp.remove(id)) {
      throw new BadMessageException("the peer answered what was not asked: id " + response.id());
    }
  }

  private void probe() {
    if (probed) {
      end("the peer has been silent for too long");
    } else if (!heard) {
      probed = true;
      ArrayNode params = JsonNodeFactory.instance.arrayNode();
      var _ = request("echo", params);
    }
    heard = false;
  }

  /// The request was sent and not answered; whether it was carried out is unknown.
  public static final class NoAnswer extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    NoAnswer(String cause) {
      super(cause);
    }
  }
}
