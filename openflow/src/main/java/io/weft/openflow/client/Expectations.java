package io.weft.openflow.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.weft.openflow.Change;
import io.weft.openflow.message.Answer;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.wire.FlowComparison;
import io.weft.openflow.wire.Frame;
import io.weft.openflow.wire.MalformedMessageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the bridge still owes: answers by transaction id, complaints by range.
///
/// Ranges are remembered for a while after they are done, so that a late error still finds the
/// change that it is about.
final class Expectations {

  private static final int REMEMBERED_RANGES = 16;

  private sealed interface Expectation {
    String name();

    record One(String name, Promise<Message> promise) implements Expectation {}

    record Parts(String name, List<Answer> parts, Promise<List<Answer>> promise)
        implements Expectation {}

    record Comparison(String name, FlowComparison flows, Promise<FlowComparison.Result> promise)
        implements Expectation {}
  }

  private final Map<Integer, Expectation> answers = new HashMap<>();
  private final List<ChangeRange> active = new ArrayList<>();
  private final Deque<ChangeRange> past = new ArrayDeque<>();
  private @Nullable ConnectionLostException over;

  /// One message with this transaction id.
  Future<Message> one(int xid, String name) {
    Promise<Message> promise = Promise.promise();
    expect(xid, new Expectation.One(name, promise));
    return promise.future();
  }

  /// Multipart replies with this transaction id, up to the last.
  Future<List<Answer>> parts(int xid, String name) {
    Promise<List<Answer>> promise = Promise.promise();
    expect(xid, new Expectation.Parts(name, new ArrayList<>(), promise));
    return promise.future();
  }

  /// Multipart replies with this transaction id that list flows, up to the last.
  Future<FlowComparison.Result> comparison(int xid, String name, FlowComparison flows) {
    Promise<FlowComparison.Result> promise = Promise.promise();
    expect(xid, new Expectation.Comparison(name, flows, promise));
    return promise.future();
  }

  private void expect(int xid, Expectation expectation) {
    ConnectionLostException cause = over;
    if (cause == null) {
      answers.put(xid, expectation);
    } else {
      fail(expectation, cause);
    }
  }

  /// No complaint, or some, about these changes, until [#settle].
  void expect(ChangeRange range) {
    active.add(range);
  }

  /// The range is done; what still comes about it is an asynchronous error.
  void settle(ChangeRange range) {
    if (active.remove(range)) {
      past.addLast(range);
      if (past.size() > REMEMBERED_RANGES) {
        past.removeFirst();
      }
    }
  }

  void forget(int xid) {
    answers.remove(xid);
  }

  /// Whether the frame lists flows that are to be compared; they are, then.
  ///
  /// @throws MalformedMessageException if it lists them in no form that can be one
  boolean compared(byte[] frame) {
    if (!FlowComparison.isPart(frame)
        || !(answers.get(Frame.xid(frame)) instanceof Expectation.Comparison comparison)) {
      return false;
    }
    if (!comparison.flows().add(frame)) {
      answers.remove(Frame.xid(frame));
      comparison.promise().complete(comparison.flows().result());
    }
    return true;
  }

  void answered(int xid, Message message) {
    switch (answers.get(xid)) {
      case Expectation.One one -> {
        answers.remove(xid);
        one.promise().complete(message);
      }
      case Expectation.Parts parts when message instanceof Message.MultipartReply reply -> {
        parts.parts().add(reply.answer());
        if (!reply.more()) {
          answers.remove(xid);
          parts.promise().complete(parts.parts());
        }
      }
      case Expectation.Parts _, Expectation.Comparison _ -> {
        // Not what was asked for; the answer may still come.
      }
      case null -> {
        // An answer to something that is not waited for any more.
      }
    }
  }

  /// Whether somebody waited for this error.
  boolean refused(int xid, OpenFlowError error) {
    Expectation expectation = answers.remove(xid);
    if (expectation != null) {
      fail(expectation, new RefusedException(expectation.name(), error));
      return true;
    }
    for (ChangeRange range : active) {
      if (range.at(xid).isPresent()) {
        range.refuse(xid, error);
        return true;
      }
    }
    return false;
  }

  /// The change that went out under this transaction id, if it is remembered.
  Optional<Change> cause(int xid) {
    return past.stream().flatMap(range -> range.at(xid).stream()).findFirst();
  }

  private static void fail(Expectation expectation, Exception cause) {
    switch (expectation) {
      case Expectation.One one -> one.promise().fail(cause);
      case Expectation.Parts parts -> parts.promise().fail(cause);
      case Expectation.Comparison comparison -> comparison.promise().fail(cause);
    }
  }

  /// Everything fails, now and from now on.
  void end(ConnectionLostException cause) {
    over = cause;
    List<Expectation> left = List.copyOf(answers.values());
    answers.clear();
    active.clear();
    for (Expectation expectation : left) {
      fail(expectation, cause);
    }
  }
}
