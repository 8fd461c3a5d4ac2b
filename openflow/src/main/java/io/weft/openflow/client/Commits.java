package io.weft.openflow.client;

import io.vertx.core.Future;
import io.weft.openflow.Change;
import io.weft.openflow.client.BundleResult.Committed;
import io.weft.openflow.client.BundleResult.Refused;
import io.weft.openflow.message.BundleAdd;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.BundleControl.Step;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Modification;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Puts lists of changes into force, one list after another, in bundles or pipelined. A single change
/// needs no bundle to take effect as a whole or not at all.
///
/// A bundle is opened and filled without waiting; a barrier then tells that the bridge has seen all
/// of it. Only if it has complained about nothing is the bundle committed: Open vSwitch would commit
/// the others without the one it refused.
final class Commits {

  private static final int FLAGS = BundleControl.ATOMIC | BundleControl.ORDERED;

  /// Neighbouring changes that travel alike.
  private record Run(List<Change> changes, int from, boolean bundled) {}

  private final Session session;
  private Future<?> last = Future.succeededFuture();
  private int lastBundle;

  Commits(Session session) {
    this.session = session;
  }

  Future<BundleResult> commit(List<Change> changes, int bundleSize) {
    List<Run> runs = runs(changes, bundleSize);
    if (bundleSize == Integer.MAX_VALUE && runs.stream().filter(Run::bundled).count() > 1) {
      return Future.failedFuture(
          new IllegalArgumentException(
              "meters stand between other changes, so these cannot be one bundle; put new meters"
                  + " first and meters to delete last"));
    }
    return exclusively(() -> commit(runs, 0, changes.size()));
  }

  Future<List<Refusal>> send(List<Change> changes) {
    return exclusively(() -> send(new Run(changes, 0, false)));
  }

  private <T> Future<T> exclusively(Supplier<Future<T>> action) {
    Future<T> next = last.transform(_ -> action.get());
    last = next;
    return next;
  }

  private static List<Run> runs(List<Change> changes, int bundleSize) {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= changes.size(); i++) {
      boolean bundled = isBundled(changes.get(from));
      if (i == changes.size()
          || isBundled(changes.get(i)) != bundled
          || (bundled && i - from == bundleSize)) {
        runs.add(new Run(changes.subList(from, i), from, bundled));
        from = i;
      }
    }
    return runs;
  }

  /// Open vSwitch takes no meters in a bundle.
  private static boolean isBundled(Change change) {
    return switch (change) {
      case Change.AddMeter _, Change.ModifyMeter _, Change.DeleteMeter _ -> false;
      case Change.AddFlow _,
          Change.ModifyFlow _,
          Change.DeleteFlow _,
          Change.DeleteFlows _,
          Change.AddGroup _,
          Change.ModifyGroup _,
          Change.DeleteGroup _,
          Change.DeleteAllGroups _,
          Change.InsertBuckets _,
          Change.RemoveBuckets _ ->
          true;
    };
  }

  private Future<BundleResult> commit(List<Run> runs, int index, int total) {
    if (index == runs.size()) {
      return Future.succeededFuture(new Committed(total));
    }
    Run run = runs.get(index);
    boolean alone = run.changes().size() == 1; // all or nothing by itself, in one round trip
    Future<Optional<Refused>> outcome = run.bundled() && !alone ? bundle(run) : unbundled(run);
    return outcome.compose(refused ->
        refused.isPresent()
            ? Future.succeededFuture(refused.get())
            : commit(runs, index + 1, total));
  }

  private Future<Optional<Refused>> unbundled(Run run) {
    return send(run).map(refusals -> refused(run, refusals));
  }

  private static Optional<Refused> refused(Run run, List<Refusal> refusals) {
    return refusals.isEmpty()
        ? Optional.empty()
        : Optional.of(new Refused(run.from(), refusals, Optional.empty()));
  }

  private Future<List<Refusal>> send(Run run) {
    int count = run.changes().size();
    int xid = session.reserve(count + 1);
    ChangeRange range = new ChangeRange(xid, run.changes(), run.from());
    session.expectations().expect(range);
    Future<Message> barrier = session.expectations().one(xid + count, "barrier");
    return write(
            count + 1,
            i ->
                new Frame(
                    xid + i,
                    i < count
                        ? new Modification(run.changes().get(i))
                        : new Message.BarrierRequest()))
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
    int next = first.index() + 1 - run.from();
    Run rest = new Run(run.changes().subList(next, run.changes().size()), run.from() + next, false);
    return send(rest).map(later -> Stream.concat(Stream.of(first), later.stream()).toList());
  }

  private Future<Void> write(int count, IntFunction<Frame> frame) {
    int[] next = {0};
    return session
        .outlet()
        .write(out -> {
          out.accept(frame.apply(next[0]++));
          return next[0] < count;
        });
  }

  private Future<Optional<Refused>> bundle(Run run) {
    int count = run.changes().size();
    int id = ++lastBundle;
    int xid = session.reserve(count + 2);
    ChangeRange range = new ChangeRange(xid + 1, run.changes(), run.from());
    session.expectations().expect(range);
    Future<Message> open = session.expectations().one(xid, "opening a bundle");
    Future<Message> barrier = session.expectations().one(xid + count + 1, "barrier");
    return write(count + 2, i -> new Frame(xid + i, content(run, id, i)))
        .compose(
            _ -> Future.join(open, barrier).transform(_ -> decide(run, range, id, open, barrier)),
            cause -> {
              session.expectations().forget(xid + count + 1);
              List<Refusal> unwritable = Unwritable.in(run.changes(), run.from());
              return control(id, Step.DISCARD_REQUEST)
                  .transform(_ ->
                      unwritable.isEmpty()
                          ? Future.failedFuture(cause)
                          : Future.succeededFuture(
                              Optional.of(new Refused(run.from(), unwritable, Optional.empty()))));
            })
        .onComplete(_ -> session.expectations().settle(range));
  }

  private static Message content(Run run, int id, int index) {
    if (index == 0) {
      return new BundleControl(id, Step.OPEN_REQUEST, FLAGS);
    }
    return index <= run.changes().size()
        ? new BundleAdd(id, FLAGS, new Modification(run.changes().get(index - 1)))
        : new Message.BarrierRequest();
  }

  private Future<Optional<Refused>> decide(
      Run run, ChangeRange range, int id, Future<Message> open, Future<Message> barrier) {
    if (barrier.failed()) {
      return Future.failedFuture(barrier.cause());
    }
    if (open.failed()) {
      return refused(run, range, open.cause());
    }
    if (!range.refusals().isEmpty()) {
      return control(id, Step.DISCARD_REQUEST)
          .transform(_ -> Future.succeededFuture(refused(run, range, Optional.empty())));
    }
    return control(id, Step.COMMIT_REQUEST)
        .transform(committed ->
            committed.succeeded()
                ? Future.succeededFuture(Optional.empty())
                : refused(run, range, committed.cause()));
  }

  private static Future<Optional<Refused>> refused(Run run, ChangeRange range, Throwable cause) {
    return cause instanceof RefusedException refusal
        ? Future.succeededFuture(refused(run, range, Optional.of(refusal.error())))
        : Future.failedFuture(cause);
  }

  private static Optional<Refused> refused(
      Run run, ChangeRange range, Optional<OpenFlowError> error) {
    return Optional.of(new Refused(run.from(), range.refusals(), error));
  }

  /// One step of a bundle, followed by a barrier; completes when both are answered.
  private Future<Void> control(int id, Step step) {
    int xid = session.reserve(2);
    Future<Message> reply = session.expectations().one(xid, "bundle " + step);
    Future<Message> barrier = session.expectations().one(xid + 1, "barrier");
    return write(
            2,
            i ->
                new Frame(
                    xid + i,
                    i == 0 ? new BundleControl(id, step, FLAGS) : new Message.BarrierRequest()))
        .compose(_ -> Future.join(reply, barrier).mapEmpty());
  }
}
