package io.weft.openflow.client;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.weft.openflow.Change;
import io.weft.openflow.client.BundleResult.Committed;
import io.weft.openflow.client.BundleResult.Refused;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Modification;
import io.weft.openflow.wire.Frame;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Puts lists of changes into force, one list after another, in bundles or pipelined.
///
/// Bundles are written ahead, so that the bridge has something to do while an answer of its travels
/// and while we write: behind the changes of one follow those of the next, then the commit of the
/// first, and so on. Two are open at the bridge at most. Each is committed only when the one before is
/// in force; should that be refused, those behind it are discarded. Used on the connection's context
/// only.
final class Commits {

  /// The most bundles that are written, or being written, behind one that is being committed.
  private static final int AHEAD = 2;

  private final Session session;
  private Future<?> last = Future.succeededFuture();
  private int underWay;
  private int lastBundle;

  Commits(Session session) {
    this.session = session;
  }

  Future<BundleResult> commit(List<Change> changes, int bundleSize) {
    List<Run> runs = Run.cut(changes, bundleSize);
    if (bundleSize == Integer.MAX_VALUE && runs.stream().filter(Run::bundleable).count() > 1) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "meters stand between other changes, so these cannot be one bundle; put new meters"
                  + " first and meters to delete last"));
    }
    return exclusively(() -> commit(runs, 0, changes.size()));
  }

  Future<List<Refusal>> send(List<Change> changes) {
    return exclusively(() -> send(Run.unbundled(changes, 0)));
  }

  private <T> Future<T> exclusively(Supplier<Future<T>> action) {
    Future<T> next = last.transform(_ -> action.get());
    last = next;
    underWay++;
    return next.onComplete(_ -> done());
  }

  /// A future holds on to what it was made from, however many changes that are.
  private void done() {
    underWay--;
    if (underWay == 0) {
      last = Future.succeededFuture();
    }
  }

  private Future<BundleResult> commit(List<Run> runs, int index, int total) {
    if (index == runs.size()) {
      return Future.succeededFuture(new Committed(total));
    }
    Run run = runs.get(index);
    return run.isBundle()
        ? bundles(new ArrayDeque<>(), runs, index, total)
        : send(run)
            .compose(refusals ->
                refusals.isEmpty()
                    ? commit(runs, index + 1, total)
                    : Future.succeededFuture(new Refused(run.from(), refusals, Optional.empty())));
  }

  /// @param written the bundles from `index` on that are written or being written
  private Future<BundleResult> bundles(
      Queue<Bundle> written, List<Run> runs, int index, int total) {
    writeAhead(written, runs, index);
    if (written.isEmpty()) {
      return commit(runs, index, total);
    }
    Bundle first = written.remove();
    return first
        .filled()
        .compose(refused -> {
          if (refused.isPresent()) {
            return Future.succeededFuture(refused);
          }
          Future<Optional<Refused>> committed = first.commit();
          writeAhead(written, runs, index + 1);
          return committed;
        })
        .transform(outcome ->
            outcome.succeeded() && outcome.result().isEmpty()
                ? bundles(written, runs, index + 1, total)
                : Future.join(
                        Stream.concat(Stream.of(first), written.stream())
                            .map(Bundle::discard)
                            .toList())
                    .transform(_ -> failed(outcome)));
  }

  private void writeAhead(Queue<Bundle> written, List<Run> runs, int index) {
    for (int next = index + written.size();
        written.size() < AHEAD && next < runs.size() && runs.get(next).isBundle();
        next++) {
      written.add(new Bundle(session, runs.get(next), ++lastBundle));
    }
  }

  private static Future<BundleResult> failed(AsyncResult<Optional<Refused>> outcome) {
    return outcome.succeeded()
        ? Future.succeededFuture(outcome.result().orElseThrow())
        : Future.failedFuture(outcome.cause());
  }

  private Future<List<Refusal>> send(Run run) {
    int count = run.changes().size();
    int xid = session.reserve(count + 1);
    ChangeRange range = new ChangeRange(xid, run.changes(), run.from());
    session.expectations().expect(range);
    Future<Message> barrier = session.expectations().one(xid + count, "barrier");
    return session
        .outlet()
        .write(
            Outlet.Source.of(
                count + 1,
                i ->
                    new Frame(
                        xid + i,
                        i < count
                            ? new Modification(run.changes().get(i))
                            : new Message.BarrierRequest())))
        .compose(
            _ -> barrier.map(_ -> List.<Refusal>of()),
            cause -> {
              session.expectations().forget(xid + count);
              return sendRest(run, cause);
            })
        .onComplete(_ -> session.expectations().settle(range))
        .map(later -> Stream.concat(range.refusals().stream(), later.stream()).toList());
  }

  /// Those before the first that cannot be written have gone out; sends those behind it.
  private Future<List<Refusal>> sendRest(Run run, Throwable cause) {
    List<Refusal> unwritable = Unwritable.in(run.changes(), run.from());
    if (unwritable.isEmpty()) {
      return Future.failedFuture(cause);
    }
    Refusal first = unwritable.getFirst();
    return send(run.after(first.index()))
        .map(later -> Stream.concat(Stream.of(first), later.stream()).toList());
  }
}
