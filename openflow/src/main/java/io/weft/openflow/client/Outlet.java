package io.weft.openflow.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.weft.openflow.message.Message;
import io.weft.openflow.wire.Frame;
import io.weft.openflow.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Writes frames to the socket in order, no faster than the socket takes them.
///
/// Long lists of messages are made while they are written, a piece at a time, so that a hundred
/// thousand flows do not stand in memory as bytes. Used on the connection's context only.
final class Outlet {

  /// Produces messages on demand.
  interface Source {

    /// Writes some messages, at least one, through `out`; returns whether there are more.
    boolean write(Consumer<Frame> out);

    /// These frames, at least one, each made when it is written.
    static Source of(int count, IntFunction<Frame> frame) {
      int[] next = {0};
      return out -> {
        out.accept(frame.apply(next[0]++));
        return next[0] < count;
      };
    }

    /// These frames, at least one.
    static Source of(List<Frame> frames) {
      return of(frames.size(), frames::get);
    }
  }

  private record Job(Source source, Promise<Void> written) {}

  private static final int PIECE = 64 * 1024;

  private final NetSocket socket;
  private final Counters counters;
  private final Queue<Job> jobs = new ArrayDeque<>();
  private final WireWriter writer = new WireWriter(PIECE + 4096);
  private boolean pumping;
  private @Nullable ConnectionLostException over;

  Outlet(NetSocket socket, Counters counters) {
    this.socket = socket;
    this.counters = counters;
  }

  /// Writes at once, between other frames.
  void writeNow(int xid, Message message) {
    WireWriter own = new WireWriter(64);
    Frame.write(xid, message, own);
    counters.sent(message);
    socket.write(Buffer.buffer(own.toArray()));
  }

  /// Writes all that the source gives, after everything queued before.
  ///
  /// The future completes when the last has been handed to the socket, and fails if a message
  /// cannot be written as bytes; the messages before it have gone out then.
  Future<Void> write(Source source) {
    ConnectionLostException cause = over;
    if (cause != null) {
      return Future.failedFuture(cause);
    }
    Job job = new Job(source, Promise.promise());
    jobs.add(job);
    pump();
    return job.written().future();
  }

  /// Whoever is told that something was written may write more: that waits for the loop that is
  /// running, however much there is of it.
  private void pump() {
    if (pumping) {
      return;
    }
    pumping = true;
    try {
      drain();
    } finally {
      pumping = false;
    }
  }

  private void drain() {
    while (!jobs.isEmpty()) {
      if (socket.writeQueueFull()) {
        socket.drainHandler(_ -> pump());
        return;
      }
      Job job = jobs.element();
      writer.clear();
      boolean more;
      try {
        more = fill(job.source());
      } catch (RuntimeException e) {
        jobs.remove();
        flush();
        job.written().fail(e);
        continue;
      }
      flush();
      if (!more) {
        jobs.remove();
        job.written().complete();
      }
    }
  }

  private boolean fill(Source source) {
    boolean more = true;
    while (more && writer.size() < PIECE) {
      more = source.write(this::append);
    }
    return more;
  }

  private void append(Frame frame) {
    Frame.write(frame.xid(), frame.message(), writer);
    counters.sent(frame.message());
  }

  /// Nothing is written any more; what waits fails.
  void end(ConnectionLostException cause) {
    over = cause;
    List<Job> left = List.copyOf(jobs);
    jobs.clear();
    for (Job job : left) {
      job.written().fail(cause);
    }
  }

  private void flush() {
    if (writer.size() > 0) {
      socket.write(Buffer.buffer(writer.toArray()));
    }
  }
}
