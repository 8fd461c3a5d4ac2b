package io.weft.openflow.client;

import io.weft.openflow.Change;
import io.weft.openflow.message.FlowRemoved;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PortStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Keeps what a connection tells, for a test to take in order.
final class RecordingListener implements ConnectionListener {

  /// An asynchronous error.
  record Complaint(OpenFlowError error, Optional<Change> cause) {}

  private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

  /// The next event of this type; others before it are dropped.
  <T> T next(Class<T> type) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      Object event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new TimeoutException("no " + type.getSimpleName() + " within 10 s");
      }
      if (type.isInstance(event)) {
        return type.cast(event);
      }
    }
  }

  /// The asynchronous errors among the events that nobody has taken.
  List<Complaint> complaints() {
    return events.stream().filter(Complaint.class::isInstance).map(Complaint.class::cast).toList();
  }

  @Override
  public void connected(Features features) {
    events.add(features);
  }

  @Override
  public void disconnected(ConnectionLostException cause) {
    events.add(cause);
  }

  @Override
  public void unreachable(Throwable cause, Duration retryIn) {
    events.add(retryIn);
  }

  @Override
  public void packetIn(PacketIn packetIn) {
    events.add(packetIn);
  }

  @Override
  public void portStatus(PortStatus status) {
    events.add(status);
  }

  @Override
  public void flowRemoved(FlowRemoved removed) {
    events.add(removed);
  }

  @Override
  public void error(OpenFlowError error, Optional<Change> cause) {
    events.add(new Complaint(error, cause));
  }
}
