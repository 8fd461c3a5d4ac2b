package io.weft.openflow.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowStats;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.Answer;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.FlowFilter;
import io.weft.openflow.message.GroupStats;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.message.MeterStats;
import io.weft.openflow.message.PacketOut;
import io.weft.openflow.message.Port;
import io.weft.openflow.message.PortStats;
import io.weft.openflow.message.Query;
import io.weft.openflow.message.TableCounters;
import io.weft.openflow.wire.FlowComparison;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The OpenFlow 1.5 connection to one bridge, kept alive.
///
/// It connects out, to the bridge's management socket (`RUNDIR/br-int.mgmt`) or a TCP address, and
/// comes back by itself after a loss, with growing pauses, until it is closed. Every method may be
/// called from any thread; every future completes and every listener runs on one Vert.x context
/// (who adds a handler on another thread to a future that is complete by then gets it run there).
/// Requests go out in the order of the calls; a commit takes several exchanges, so what must come
/// after it waits for its future.
///
/// While there is no connection every request fails at once with [ConnectionLostException], and so
/// does everything pending when one is lost. What was under way may then be done or not; the caller
/// reads the bridge back ([ConnectionListener#connected]).
public final class OpenFlowConnection {

  private final Vertx vertx;
  private final Context context;
  private final SocketAddress address;
  private final ConnectionSettings settings;
  private final ConnectionListener listener;
  private final Counters counters = new Counters();
  private final Promise<Features> first = Promise.promise();
  // A client without a strong reference closes its connections silently.
  private final NetClient client;

  private volatile @Nullable Session session;
  private Duration pause;
  private boolean closed;

  private OpenFlowConnection(
      Vertx vertx,
      SocketAddress address,
      ConnectionSettings settings,
      ConnectionListener listener) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.address = address;
    this.settings = settings;
    this.listener = listener;
    this.pause = settings.firstRetry();
    this.client =
        vertx.createNetClient(
            new NetClientOptions().setConnectTimeout((int) settings.handshakeTimeout().toMillis()));
  }

  /// Begins to connect. The caller's Vert.x context, if it has one, becomes the connection's.
  public static OpenFlowConnection open(
      Vertx vertx,
      SocketAddress address,
      ConnectionSettings settings,
      ConnectionListener listener) {
    var connection = new OpenFlowConnection(vertx, address, settings, listener);
    connection.context.runOnContext(_ -> connection.connect());
    return connection;
  }

  /// Completes with the first handshake; fails only if the connection is closed before.
  public Future<Features> firstHandshake() {
    return first.future();
  }

  /// Whether a handshake is complete and the connection not known to be lost.
  public boolean isConnected() {
    Session current = session;
    return current != null && current.isReady();
  }

  /// What was sent and received until now.
  public MessageCounts counts() {
    return counters.snapshot();
  }

  /// Closes the connection for good; pending requests fail.
  public Future<Void> close() {
    return onContext(() -> {
      closed = true;
      first.tryFail(new ConnectionLostException("connection closed before a handshake"));
      Session current = session;
      if (current != null) {
        current.end(new ConnectionLostException("connection closed"));
      }
      return client.close();
    });
  }

  /// Puts the changes into force in bundles, in their order, and completes when the bridge has
  /// worked through them.
  ///
  /// Each bundle takes effect as a whole or not at all; lists longer than
  /// [ConnectionSettings#bundleSize] take several, one after another, and the first that is refused
  /// ends the commit. They are written ahead, and each is committed when the one before it
  /// is in force. A single change travels without a bundle: it is one by itself. Meters cannot be
  /// bundled by Open vSwitch and are sent between the bundles.
  /// Commits do not overlap: a second one begins when the first has ended.
  public Future<BundleResult> commit(List<Change> changes) {
    return commit(changes, settings.bundleSize());
  }

  /// Like [#commit], in a single bundle however long; it takes effect as a whole or not at all.
  ///
  /// The bridge does nothing else, in the userspace datapath not even forward, while it commits.
  /// Fails with [IllegalArgumentException] if meters stand between the other changes; at the start
  /// and at the end they are taken, outside the bundle.
  public Future<BundleResult> commitAtomically(List<Change> changes) {
    return commit(changes, Integer.MAX_VALUE);
  }

  private Future<BundleResult> commit(List<Change> changes, int bundleSize) {
    List<Change> copy = List.copyOf(changes);
    return withSession(s -> s.commits().commit(copy, bundleSize));
  }

  /// Sends the changes one after another without a bundle, then a barrier; completes with those
  /// that the bridge refused. The others are in force.
  public Future<List<Refusal>> send(List<Change> changes) {
    List<Change> copy = List.copyOf(changes);
    return withSession(s -> s.commits().send(copy));
  }

  /// Completes when the bridge has worked through everything sent before.
  public Future<Void> barrier() {
    return withSession(s -> s.request(new Message.BarrierRequest(), "barrier").mapEmpty());
  }

  /// Every flow, with its counters, in no order.
  public Future<List<FlowStats>> flows() {
    return flows(FlowFilter.ALL);
  }

  /// The flows that fit, with their counters, in no order.
  public Future<List<FlowStats>> flows(FlowFilter filter) {
    return ask(new Query.Flows(filter), a -> a instanceof Answer.Flows(var l) ? l : null);
  }

  /// Sums over the flows that fit.
  public Future<Answer.Aggregate> aggregate(FlowFilter filter) {
    return ask(
            new Query.Aggregate(filter), a -> a instanceof Answer.Aggregate s ? List.of(s) : null)
        .map(List::getFirst);
  }

  /// Every group, in no order.
  public Future<List<Group>> groups() {
    return ask(
        new Query.Groups(Query.ALL_GROUPS), a -> a instanceof Answer.Groups(var l) ? l : null);
  }

  /// In what the bridge's flows differ from those that are expected.
  ///
  /// @param expected is asked, on the connection's context, when the question is on its way; no two
  ///     of the same key
  public Future<FlowComparison.Result> compare(Supplier<? extends Iterable<Flow>> expected) {
    return withSession(s -> s.compare(expected));
  }

  /// Counters of every group, in no order.
  public Future<List<GroupStats>> groupCounters() {
    return ask(
        new Query.GroupCounters(Query.ALL_GROUPS),
        a -> a instanceof Answer.GroupCounters(var l) ? l : null);
  }

  /// Every meter, in no order.
  public Future<List<Meter>> meters() {
    return ask(
        new Query.Meters(Query.ALL_METERS), a -> a instanceof Answer.Meters(var l) ? l : null);
  }

  /// Counters of every meter, in no order.
  public Future<List<MeterStats>> meterCounters() {
    return ask(
        new Query.MeterCounters(Query.ALL_METERS),
        a -> a instanceof Answer.MeterCounters(var l) ? l : null);
  }

  /// Every port, in no order.
  public Future<List<Port>> ports() {
    return ask(new Query.Ports(OfPort.ANY), a -> a instanceof Answer.Ports(var l) ? l : null);
  }

  /// Counters of every port, in no order.
  public Future<List<PortStats>> portCounters() {
    return ask(
        new Query.PortCounters(OfPort.ANY),
        a -> a instanceof Answer.PortCounters(var l) ? l : null);
  }

  /// Counters of every table, by number.
  public Future<List<TableCounters>> tables() {
    return ask(new Query.Tables(), a -> a instanceof Answer.Tables(var l) ? l : null);
  }

  /// The answers to any question, part by part.
  public Future<List<Answer>> ask(Query query) {
    return withSession(s -> s.ask(query));
  }

  private <T> Future<List<T>> ask(Query query, Function<Answer, @Nullable List<T>> part) {
    return ask(query).map(answers -> Answers.join(answers, part));
  }

  /// Hands a packet to the bridge; completes when it has been written to the socket.
  public Future<Void> packetOut(PacketOut packetOut) {
    return withSession(s -> s.tell(packetOut));
  }

  /// Forgets the conntrack entries that fit any of these; completes when the bridge has done so.
  ///
  /// Fails with [RefusedException] where the bridge does not know the message (before 3.1).
  public Future<Void> ctFlush(List<CtFlush> flushes) {
    return flushes.isEmpty()
        ? Future.succeededFuture()
        : withSession(s -> s.confirmed(flushes, "conntrack flush"));
  }

  /// Forgets every conntrack entry of a zone; completes when the bridge has done so.
  public Future<Void> ctFlushZone(int zone) {
    return withSession(
        s -> s.confirmed(List.of(new Message.CtFlushZone(zone)), "conntrack zone flush"));
  }

  private <T> Future<T> withSession(Function<Session, Future<T>> action) {
    return onContext(() -> {
      Session current = session;
      return current != null && current.isReady()
          ? action.apply(current)
          : Future.failedFuture(new ConnectionLostException("not connected to " + address));
    });
  }

  private <T> Future<T> onContext(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(_ -> {
      try {
        action.get().onComplete(promise);
      } catch (RuntimeException e) {
        promise.fail(e);
      }
    });
    return promise.future();
  }

  private void connect() {
    if (closed) {
      return;
    }
    Future<NetSocket> attempt;
    try {
      attempt = client.connect(address);
    } catch (IllegalStateException e) {
      // Vert.x was closed around us; there is nothing to retry on.
      closed = true;
      first.tryFail(new ConnectionLostException("Vert.x is closed", e));
      return;
    }
    attempt.onSuccess(this::handshake).onFailure(this::retry);
  }

  private void handshake(NetSocket socket) {
    if (closed) {
      socket.close();
      return;
    }
    var next = new Session(vertx, socket, settings, listener, counters);
    session = next;
    next.handshake()
        .onSuccess(features -> {
          pause = settings.firstRetry();
          listener.connected(features);
          first.tryComplete(features);
        });
    next.ended()
        .onComplete(ended -> {
          boolean established = next.isEstablished();
          session = null;
          if (established && !closed) {
            listener.disconnected(ended.result());
          }
          retry(ended.result());
        });
  }

  private void retry(Throwable cause) {
    if (closed) {
      return;
    }
    Duration wait = pause;
    pause =
        wait.multipliedBy(2).compareTo(settings.lastRetry()) < 0
            ? wait.multipliedBy(2)
            : settings.lastRetry();
    listener.unreachable(cause, wait);
    vertx.setTimer(wait.toMillis(), _ -> connect());
  }

  /// Where the connection goes.
  @Override
  public String toString() {
    return "OpenFlow connection to "
        + Optional.ofNullable(address.path()).orElse(address.toString());
  }
}
