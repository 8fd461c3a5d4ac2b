package io.weft.openflow.client;

import io.vertx.core.Future;
import io.weft.openflow.client.BundleResult.Refused;
import io.weft.openflow.message.BundleAdd;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.BundleControl.Step;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Modification;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.wire.Frame;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A bundle from its first message to its end: opened and filled without waiting, then committed or
/// discarded, once.
///
/// A barrier behind the last change tells that the bridge has seen all of them. Only if it has
/// complained about nothing may the bundle be committed: Open vSwitch would commit the others without
/// the one it refused. Used on the connection's context only.
final class Bundle {

  private static final int FLAGS = BundleControl.ATOMIC | BundleControl.ORDERED;

  private final Session session;
  private final Run run;
  private final int id;
  private final int xid; // of the first message; the changes' and the barrier's follow
  private final ChangeRange range;
  private final Future<Optional<Refused>> filled;
  private int written; // messages, from the opening to the barrier
  private boolean unwanted;
  private boolean over; // at the bridge: never opened, or committed, or about to be

  /// Begins to write it.
  ///
  /// @param id of no other bundle of the session that is open
  Bundle(Session session, Run run, int id) {
    this.session = session;
    this.run = run;
    this.id = id;
    this.xid = session.reserve(run.changes().size() + 2);
    this.range = new ChangeRange(xid + 1, run.changes(), run.from());
    this.filled = fill();
  }

  /// Completes when the bridge has seen all of it: with nothing if it would take it, else with what
  /// it refused; the bundle is to be discarded then. Fails if the connection is lost.
  Future<Optional<Refused>> filled() {
    return filled;
  }

  private Future<Optional<Refused>> fill() {
    Expectations expectations = session.expectations();
    expectations.expect(range);
    Future<Message> open = expectations.one(xid, "opening a bundle");
    Future<Message> barrier = expectations.one(barrierXid(), "barrier");
    return session
        .outlet()
        .write(this::writeNext)
        .compose(
            _ -> Future.join(open, barrier).transform(_ -> verdict(open, barrier)),
            this::unwritable);
  }

  private int barrierXid() {
    return xid + run.changes().size() + 1;
  }

  private boolean writeNext(Consumer<Frame> out) {
    int barrier = run.changes().size() + 1;
    int next = unwanted && written > 0 ? barrier : written;
    out.accept(new Frame(xid + next, message(next, barrier)));
    written = next + 1;
    return next < barrier;
  }

  private Message message(int index, int barrier) {
    if (index == 0) {
      return new BundleControl(id, Step.OPEN_REQUEST, FLAGS);
    }
    return index < barrier
        ? new BundleAdd(id, FLAGS, new Modification(run.changes().get(index - 1)))
        : new Message.BarrierRequest();
  }

  private Future<Optional<Refused>> unwritable(Throwable cause) {
    session.expectations().forget(barrierXid());
    List<Refusal> unwritable = Unwritable.in(run.changes(), run.from());
    return unwritable.isEmpty()
        ? Future.failedFuture(cause)
        : refused(unwritable, Optional.empty());
  }

  private Future<Optional<Refused>> verdict(Future<Message> open, Future<Message> barrier) {
    if (barrier.failed()) {
      return Future.failedFuture(barrier.cause());
    }
    if (open.failed()) {
      over = true;
      return refused(open.cause());
    }
    return range.refusals().isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : refused(range.refusals(), Optional.empty());
  }

  /// Puts it into force, once it is filled and nothing was refused. Completes with nothing if that
  /// is done, else with what was refused; nothing of it is in force then.
  Future<Optional<Refused>> commit() {
    over = true;
    return control(Step.COMMIT_REQUEST)
        .transform(committed ->
            committed.succeeded()
                ? Future.succeededFuture(Optional.<Refused>empty())
                : refused(committed.cause()))
        .onComplete(_ -> session.expectations().settle(range));
  }

  /// Gives it up, however much of it is written, unless it was to be committed. Completes, always with
  /// success, when nothing of it is left at the bridge or the connection is lost.
  Future<Void> discard() {
    unwanted = true;
    return filled.transform(_ -> discardFilled());
  }

  private Future<Void> discardFilled() {
    if (over) {
      session.expectations().settle(range);
      return Future.succeededFuture();
    }
    return control(Step.DISCARD_REQUEST)
        .transform(_ -> {
          session.expectations().settle(range);
          return Future.succeededFuture();
        });
  }

  private Future<Optional<Refused>> refused(Throwable cause) {
    return cause instanceof RefusedException refusal
        ? refused(range.refusals(), Optional.of(refusal.error()))
        : Future.failedFuture(cause);
  }

  private Future<Optional<Refused>> refused(List<Refusal> changes, Optional<OpenFlowError> bundle) {
    return Future.succeededFuture(Optional.of(new Refused(run.from(), changes, bundle)));
  }

  /// One step, followed by a barrier; completes when both are answered.
  private Future<Void> control(Step step) {
    int first = session.reserve(2);
    Future<Message> reply = session.expectations().one(first, "bundle " + step);
    Future<Message> barrier = session.expectations().one(first + 1, "barrier");
    Message request = new BundleControl(id, step, FLAGS);
    return session
        .outlet()
        .write(
            Outlet.Source.of(
                List.of(
                    new Frame(first, request), new Frame(first + 1, new Message.BarrierRequest()))))
        .compose(_ -> Future.join(reply, barrier).mapEmpty());
  }
}
