package io.weft.ovsdb.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.weft.ovsdb.monitor.Changes;
import io.weft.ovsdb.monitor.Replica;
import io.weft.ovsdb.monitor.Snapshot;
import io.weft.ovsdb.operations.Outcome;
import io.weft.ovsdb.operations.Transaction;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A lasting connection to one database of an OVSDB server (RFC 7047).
///
/// It connects, follows the wanted tables, and connects again with growing pauses whenever the
/// connection ends or the peer sends what it must not, until it is closed. All methods may be called
/// from any thread; listeners and completions run on the event loop that the client was made on.
///
/// **After a lost connection** the caller must assume:
/// - A request that was open failed with [OvsdbException.InDoubt]: it may or may not have been
///   committed. Once the client is in sync again the snapshot tells; a transaction that is guarded
///   by `wait` operations may simply be sent again.
/// - A request that was made without a connection in sync failed with
///   [OvsdbException.NotConnected] and did not happen.
/// - The snapshot stands still while there is no connection, and is as old as that. When the client
///   is in sync again the listeners get everything that was missed as one step; states in between
///   are never seen. The server may have been started anew, with another database: the step is then
///   the difference between the two.
///
/// **Order**: the answer to a transaction comes after the snapshot has taken its changes in.
public final class OvsdbClient {

  private final ContextInternal context;
  private final ClientOptions options;
  private final Replica replica;
  private final NetClient net;
  private final Listeners<Changes> changes = new Listeners<>();
  private final Listeners<ConnectionState> states = new Listeners<>();
  private volatile ConnectionState state = new ConnectionState.Connecting();
  private Optional<Session> session = Optional.empty();
  private int failures;

  private OvsdbClient(Vertx vertx, ContextInternal context, ClientOptions options) {
    this.context = context;
    this.options = options;
    this.replica = new Replica(options.tables());
    this.net =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout((int) options.limits().silence().toMillis()));
  }

  /// Starts a client on the caller's event loop, or on a new one if the caller runs on none.
  ///
  /// Never fails for want of a server; [#inSync()] tells when there is one.
  public static OvsdbClient start(Vertx vertx, ClientOptions options) {
    Context current = vertx.getOrCreateContext();
    if (!current.isEventLoopContext()) {
      throw new IllegalStateException("an OVSDB client lives on an event loop, not on a worker");
    }
    OvsdbClient client = new OvsdbClient(vertx, (ContextInternal) current, options);
    current.runOnContext(_ -> client.connect());
    return client;
  }

  /// The last known state of the wanted tables; empty before the first contact.
  public Snapshot snapshot() {
    return replica.snapshot();
  }

  /// Where the client stands with its server.
  public ConnectionState state() {
    return state;
  }

  /// Completes with the snapshot as soon as it follows the server: at once if it does, fails only
  /// if the client is closed first.
  public Future<Snapshot> inSync() {
    Promise<Snapshot> promise = context.promise();
    context.runOnContext(_ ->
        Await.until(
            states,
            () -> state instanceof ConnectionState.InSync,
            promise,
            this::snapshot,
            () -> state instanceof ConnectionState.Closed));
    return promise.future();
  }

  /// Completes with the first snapshot, the current one included, of which this is true.
  ///
  /// Fails with [OvsdbException.NotInTime] if that takes longer than the time given.
  ///
  /// @param what is awaited, for the message
  public Future<Snapshot> await(String what, Predicate<Snapshot> wanted, Duration patience) {
    Promise<Snapshot> promise = context.promise();
    context.runOnContext(_ -> {
      Await.until(changes, () -> wanted.test(snapshot()), promise, this::snapshot, () -> false);
      long timer =
          context
              .owner()
              .setTimer(
                  patience.toMillis(),
                  _ ->
                      promise.tryFail(
                          new OvsdbException.NotInTime(
                              "not within " + patience.toMillis() + " ms: " + what)));
      promise.future().onComplete(_ -> context.owner().cancelTimer(timer));
    });
    return promise.future();
  }

  /// Has the server carry out a transaction.
  ///
  /// Completes with the server's answer, a refusal included. Fails with
  /// [OvsdbException.NotConnected] if it was not sent, with [OvsdbException.InDoubt] if the
  /// connection ended before the answer, or if there was none for [ClientOptions.Limits#answer()]:
  /// then the server has been told to cancel, and the connection stays.
  public Future<Outcome> transact(Transaction transaction) {
    Promise<Outcome> promise = context.promise();
    context.runOnContext(_ -> {
      if (session.isPresent() && state instanceof ConnectionState.InSync) {
        session.orElseThrow().transact(transaction).onComplete(promise);
      } else {
        promise.fail(
            new OvsdbException.NotConnected(
                "no connection to " + options.endpoint() + " (" + state + ")"));
      }
    });
    return promise.future();
  }

  /// Calls the listener after every step of the snapshot, in order. A listener that throws does not
  /// keep others from being called; the exception goes to the event loop's exception handler.
  public Subscription onChanges(Consumer<Changes> listener) {
    return changes.add(listener);
  }

  /// Calls the listener whenever the state changes.
  public Subscription onState(Consumer<ConnectionState> listener) {
    return states.add(listener);
  }

  /// Ends the connection and stops for good. Open requests fail as with a lost connection.
  public Future<Void> close() {
    Promise<Void> promise = context.promise();
    context.runOnContext(_ -> {
      enter(new ConnectionState.Closed());
      session.ifPresent(s -> s.end("the client was closed"));
      session = Optional.empty();
      net.close().onComplete(promise);
    });
    return promise.future();
  }

  private void connect() {
    if (state instanceof ConnectionState.Closed) {
      return;
    }
    enter(new ConnectionState.Connecting());
    net.connect(options.endpoint().address())
        .onComplete(
            this::connected, e -> lost("cannot connect to " + options.endpoint() + ": " + e));
  }

  private void connected(NetSocket socket) {
    if (state instanceof ConnectionState.Closed) {
      var _ = socket.close();
      return;
    }
    Session fresh =
        new Session(context.owner(), socket, options, replica, this::started, this::changed);
    session = Optional.of(fresh);
    fresh.ended().onSuccess(this::lost);
    fresh.start();
  }

  private void started(Replica.Start start) {
    failures = 0;
    changed(start.changes()); // first: who waits for InSync must not be told of this step later
    enter(new ConnectionState.InSync(start.resumed()));
  }

  private void changed(Changes step) {
    if (!step.isEmpty()) {
      changes.tell(context, step);
    }
  }

  private void lost(String cause) {
    session = Optional.empty();
    if (state instanceof ConnectionState.Closed) {
      return;
    }
    failures++;
    Duration pause = options.backoff().pause(failures);
    context.owner().setTimer(pause.toMillis(), _ -> connect());
    enter(new ConnectionState.Waiting(pause, cause));
  }

  private void enter(ConnectionState next) {
    state = next;
    states.tell(context, next);
  }
}
