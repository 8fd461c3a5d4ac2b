package io.weft.ovsdb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.weft.ovsdb.jsonrpc.JsonRpcConnection;
import io.weft.ovsdb.jsonrpc.Message;
import io.weft.ovsdb.jsonrpc.Reply;
import io.weft.ovsdb.monitor.Changes;
import io.weft.ovsdb.monitor.MonitorMethod;
import io.weft.ovsdb.monitor.Replica;
import io.weft.ovsdb.notation.NotationException;
import io.weft.ovsdb.operations.OperationWriter;
import io.weft.ovsdb.operations.Outcome;
import io.weft.ovsdb.operations.OutcomeReader;
import io.weft.ovsdb.operations.Transaction;
import io.weft.ovsdb.schema.SchemaReader;
import java.util.Optional;
import java.util.function.Consumer;

/// One connection's life: schema, monitor, updates. Whatever the peer does wrong ends it.
final class Session {

  private static final JsonNode MONITOR_ID = TextNode.valueOf("weft");

  private final JsonRpcConnection connection;
  private final ClientOptions options;
  private final Replica replica;
  private final Consumer<Replica.Start> started;
  private final Consumer<Changes> changed;
  private Optional<MonitorMethod> following = Optional.empty();

  Session(
      Vertx vertx,
      NetSocket socket,
      ClientOptions options,
      Replica replica,
      Consumer<Replica.Start> started,
      Consumer<Changes> changed) {
    this.options = options;
    this.replica = replica;
    this.started = started;
    this.changed = changed;
    this.connection =
        new JsonRpcConnection(
            vertx,
            socket,
            options.limits().messageBytes(),
            options.limits().silence(),
            this::notified);
  }

  Future<String> ended() {
    return connection.ended();
  }

  void end(String cause) {
    connection.end(cause);
  }

  void start() {
    ArrayNode params = JsonNodeFactory.instance.arrayNode().add(options.database());
    ask("get_schema", params, this::schema);
  }

  Future<Outcome> transact(Transaction transaction) {
    return connection
        .request(
            "transact",
            OperationWriter.transact(options.database(), transaction),
            options.limits().answer())
        .transform(reply ->
            reply.failed()
                ? Future.failedFuture(new OvsdbException.InDoubt(cause(reply.cause())))
                : outcome(transaction, reply.result()));
  }

  private Future<Outcome> outcome(Transaction transaction, Reply reply) {
    switch (reply) {
      case Reply.Refusal error -> {
        return Future.succeededFuture(new Outcome.Refused(0, error.word(), error.toString()));
      }
      case Reply.Result(JsonNode value) -> {
        try {
          return Future.succeededFuture(OutcomeReader.outcome(transaction, value));
        } catch (NotationException e) {
          end("bad answer to a transaction: " + e.getMessage());
          return Future.failedFuture(new OvsdbException.InDoubt(cause(e)));
        }
      }
    }
  }

  private void schema(Reply reply) throws NotationException {
    switch (reply) {
      case Reply.Refusal error -> end("no schema of " + options.database() + ": " + error);
      case Reply.Result(JsonNode value) -> {
        replica.adopt(SchemaReader.schema(value));
        monitor(MonitorMethod.MONITOR_COND_SINCE);
      }
    }
  }

  private void monitor(MonitorMethod method) {
    ask(
        method.method(),
        method.params(options.database(), MONITOR_ID, replica.columns(), replica.position()),
        reply -> monitoring(method, reply));
  }

  private void monitoring(MonitorMethod method, Reply reply) throws NotationException {
    switch (reply) {
      case Reply.Refusal error when error.isUnknownMethod() && method.next().isPresent() ->
          monitor(method.next().orElseThrow());
      case Reply.Refusal error -> end("the server refused to " + method.method() + ": " + error);
      case Reply.Result(JsonNode value) -> {
        Replica.Start start = replica.start(method, value);
        following = Optional.of(method);
        started.accept(start);
      }
    }
  }

  private void notified(Message.Notification notification) {
    if (notification.method().equals("monitor_canceled")) {
      end("the server ended the monitor");
      return;
    }
    Optional<MonitorMethod> method =
        following.filter(m -> m.notification().equals(notification.method()));
    if (method.isEmpty() || !MONITOR_ID.equals(notification.params().path(0))) {
      return;
    }
    doubted(() -> changed.accept(replica.follow(method.orElseThrow(), notification.params())));
  }

  private void ask(String method, JsonNode params, Answer answer) {
    connection.request(method, params).onSuccess(reply -> doubted(() -> answer.take(reply)));
  }

  /// Takes something from the peer; if it is wrong, nothing that we know of the peer's state is
  /// worth keeping.
  private void doubted(Step step) {
    try {
      step.take();
    } catch (NotationException e) {
      replica.forgetPosition();
      end("the server sent something wrong: " + e.getMessage());
    } catch (RuntimeException e) {
      replica.forgetPosition();
      end("a bug in this client: " + e);
      throw e;
    }
  }

  private static String cause(Throwable e) {
    return "may or may not have been committed: " + e.getMessage();
  }

  private interface Step {
    void take() throws NotationException;
  }

  private interface Answer {
    void take(Reply reply) throws NotationException;
  }
}
