package io.weft.openflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.weft.net.Bytes;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.Meter;
import io.weft.openflow.action.Action;
import io.weft.openflow.client.BundleResult.Committed;
import io.weft.openflow.client.BundleResult.Refused;
import io.weft.openflow.match.Match;
import io.weft.openflow.message.BundleAdd;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.BundleControl.Step;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.message.Modification;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.wire.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Bundles are written before the bridge has committed those before them, which the bridge of these
/// tests holds up, refuses or never answers. Bundles are of two changes.
class BundlesWrittenAheadTest {

  private static final OpenFlowError TABLE_FULL = new OpenFlowError(5, 1, 0, Bytes.EMPTY);
  private static final OpenFlowError MSG_FAILED = new OpenFlowError(17, 10, 0, Bytes.EMPTY);

  private final RecordingListener events = new RecordingListener();
  private final List<Frame> held = Collections.synchronizedList(new ArrayList<>());
  private final List<Frame> seen = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<NetSocket> written = new CompletableFuture<>();
  private final CompletableFuture<Frame> echoed = new CompletableFuture<>();
  private Vertx vertx;
  private ScriptedBridge bridge;
  private OpenFlowConnection connection;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    bridge = ScriptedBridge.start(vertx);
    connection =
        OpenFlowConnection.open(
            vertx,
            bridge.address(),
            ConnectionSettings.DEFAULT
                .withRetries(Duration.ofMillis(5), Duration.ofMillis(40))
                .withBundleSize(2),
            events);
    await(connection.firstHandshake());
    events.next(Features.class);
  }

  @AfterEach
  void stop() throws Exception {
    await(connection.close());
    bridge.stop();
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static List<Change> flows(int count) {
    return IntStream.range(0, count)
        .<Change>mapToObj(i -> new Change.AddFlow(Flow.of(1, i, i, Match.any())))
        .toList();
  }

  /// What the bridge has received of bundles and barriers, in a word each: `open 1`, `flow 0`.
  private List<String> wire() {
    return bridge.received().stream().flatMap(message -> word(message).stream()).toList();
  }

  private static Optional<String> word(Message message) {
    return switch (message) {
      case BundleControl control ->
          Optional.of(
              switch (control.step()) {
                    case OPEN_REQUEST -> "open ";
                    case COMMIT_REQUEST -> "commit ";
                    case DISCARD_REQUEST -> "discard ";
                    default -> control.step() + " ";
                  }
                  + control.bundleId());
      case BundleAdd(_, _, Modification(Change.AddFlow(Flow flow))) ->
          Optional.of("flow " + flow.cookie());
      case Modification(Change.AddFlow(Flow flow)) -> Optional.of("single flow " + flow.cookie());
      case Modification(Change.AddMeter(Meter meter)) -> Optional.of("meter " + meter.id());
      case Message.BarrierRequest _ -> Optional.of("barrier");
      default -> Optional.empty();
    };
  }

  /// The transaction id under which the bridge got this.
  private int xid(String word) {
    synchronized (seen) {
      return seen.stream()
          .filter(frame -> word(frame.message()).equals(Optional.of(word)))
          .findFirst()
          .orElseThrow()
          .xid();
    }
  }

  /// Answers nothing from the first commit on until this many messages have been received, the commit
  /// among them, which `written` tells.
  private void holdTheFirstCommit(int received) {
    bridge.script((socket, frame) -> {
      seen.add(frame);
      boolean commits =
          frame.message() instanceof BundleControl control && control.step() == Step.COMMIT_REQUEST;
      if (frame.message() instanceof Message.EchoReply) {
        echoed.complete(frame);
      } else if (written.isDone() || (held.isEmpty() && !commits)) {
        ScriptedBridge.behave(socket, frame);
      } else {
        held.add(frame);
        if (held.size() == received) {
          written.complete(socket);
        }
      }
    });
  }

  /// Commit, barrier, opening, two changes, barrier.
  private static final int TWO_CHANGES_BEHIND = 6;

  /// Until the client has written whatever it writes without another answer.
  private void awaitSilence(NetSocket bridgeSide) throws Exception {
    ScriptedBridge.send(bridgeSide, 9, new Message.EchoRequest(Bytes.EMPTY));
    echoed.get(5, TimeUnit.SECONDS);
  }

  private void answerHeld(NetSocket bridgeSide) {
    held.forEach(frame -> ScriptedBridge.behave(bridgeSide, frame));
  }

  @Test
  void twoBundlesAreOpenAndTheSecondIsCommittedOnlyWhenTheFirstIsInForce() throws Exception {
    holdTheFirstCommit(TWO_CHANGES_BEHIND);
    Future<BundleResult> commit = connection.commit(flows(8));
    NetSocket bridgeSide = written.get(5, TimeUnit.SECONDS);
    awaitSilence(bridgeSide);
    List<String> ahead =
        List.of(
            "open 1",
            "flow 0",
            "flow 1",
            "barrier",
            "open 2",
            "flow 2",
            "flow 3",
            "barrier",
            "commit 1",
            "barrier",
            "open 3",
            "flow 4",
            "flow 5",
            "barrier");
    assertThat(wire()).isEqualTo(ahead);
    answerHeld(bridgeSide);
    assertThat(await(commit)).isEqualTo(new Committed(8));
    assertThat(wire().subList(ahead.size(), wire().size()))
        .containsExactly(
            "commit 2",
            "barrier",
            "open 4",
            "flow 6",
            "flow 7",
            "barrier",
            "commit 3",
            "barrier",
            "commit 4",
            "barrier");
  }

  @Test
  void whereOneCannotBeCommittedThoseBehindItAreDiscardedAndOnlyItIsAtFault() throws Exception {
    holdTheFirstCommit(TWO_CHANGES_BEHIND);
    List<Change> changes = flows(8);
    Future<BundleResult> commit = connection.commit(changes);
    NetSocket bridgeSide = written.get(5, TimeUnit.SECONDS);
    ScriptedBridge.send(bridgeSide, xid("flow 1"), TABLE_FULL);
    ScriptedBridge.send(bridgeSide, xid("commit 1"), MSG_FAILED);
    held.removeFirst();
    // A complaint about the third bundle, too.
    ScriptedBridge.send(bridgeSide, xid("flow 4"), TABLE_FULL);
    answerHeld(bridgeSide);
    assertThat(await(commit))
        .isEqualTo(
            new Refused(
                0, List.of(new Refusal(1, changes.get(1), TABLE_FULL)), Optional.of(MSG_FAILED)));
    assertThat(wire())
        .containsOnlyOnce("discard 2", "discard 3")
        .doesNotContain("commit 2", "commit 3", "open 4");
    assertThat(events.complaints()).isEmpty();
    assertThat(await(connection.commit(flows(2)))).isEqualTo(new Committed(2));
  }

  private void refuse(String flow) {
    bridge.script((socket, frame) -> {
      if (word(frame.message()).equals(Optional.of(flow))) {
        ScriptedBridge.send(socket, frame.xid(), TABLE_FULL);
      }
      ScriptedBridge.behave(socket, frame);
    });
  }

  @Test
  void aBundleThatIsRefusedTakesTheOneBehindItAlong() throws Exception {
    refuse("flow 1");
    List<Change> changes = flows(6);
    assertThat(await(connection.commit(changes)))
        .isEqualTo(
            new Refused(0, List.of(new Refusal(1, changes.get(1), TABLE_FULL)), Optional.empty()));
    assertThat(wire())
        .containsOnlyOnce("discard 1", "discard 2")
        .doesNotContain("commit 1", "commit 2", "open 3");
  }

  @Test
  void aBundleWrittenAheadThatIsRefusedLeavesTheOneBeforeInForce() throws Exception {
    refuse("flow 2");
    List<Change> changes = flows(8);
    assertThat(await(connection.commit(changes)))
        .isEqualTo(
            new Refused(2, List.of(new Refusal(2, changes.get(2), TABLE_FULL)), Optional.empty()));
    assertThat(wire())
        .contains("commit 1", "discard 2", "discard 3")
        .doesNotContain("commit 2", "commit 3", "open 4");
  }

  @Test
  void whatIsNotYetWrittenOfABundleThatIsGivenUpStaysUnwritten() throws Exception {
    CompletableFuture<Context> bridgeContext = new CompletableFuture<>();
    int count = 2000;
    OpenFlowConnection large =
        OpenFlowConnection.open(
            vertx, bridge.address(), ConnectionSettings.DEFAULT.withBundleSize(count), events);
    await(large.firstHandshake());
    bridge.script((socket, frame) -> {
      if (frame.message() instanceof Message.BarrierRequest) {
        socket.pause(); // The client can write no more than the sockets hold.
        ScriptedBridge.send(socket, frame.xid() - 1, TABLE_FULL);
        ScriptedBridge.send(socket, frame.xid(), new Message.BarrierReply());
        ScriptedBridge.send(socket, 0x7000_0000, TABLE_FULL);
        bridge.script(ScriptedBridge::behave);
        written.complete(socket);
        bridgeContext.complete(Vertx.currentContext());
      } else {
        ScriptedBridge.behave(socket, frame);
      }
    });
    List<Change> changes = new ArrayList<>(Collections.nCopies(count, flows(1).getFirst()));
    changes.addAll(Collections.nCopies(count, new Change.AddFlow(ofSixtyThousandBytes())));
    Future<BundleResult> commit = large.commit(changes);
    events.next(RecordingListener.Complaint.class); // It knows of the refusal.
    NetSocket bridgeSide = written.get(5, TimeUnit.SECONDS);
    bridgeContext.get(5, TimeUnit.SECONDS).runOnContext(_ -> bridgeSide.resume());
    Refusal last = new Refusal(count - 1, changes.get(count - 1), TABLE_FULL);
    assertThat(await(commit)).isEqualTo(new Refused(0, List.of(last), Optional.empty()));
    assertThat(wire()).endsWith("barrier", "discard 1", "barrier", "discard 2", "barrier");
    assertThat(wire()).filteredOn("flow 7"::equals).hasSizeLessThan(count);
    await(large.close());
  }

  private static Flow ofSixtyThousandBytes() {
    List<Action> actions = Collections.nCopies(7500, new Action.DecTtl());
    return new Flow(1, 1, 7, Match.ipv4(), actions, FlowOptions.NONE);
  }

  @Test
  void aConnectionLostWithABundleWrittenAheadFailsTheCommitAndComesBack() throws Exception {
    holdTheFirstCommit(TWO_CHANGES_BEHIND);
    Future<BundleResult> commit = connection.commit(flows(6));
    written.get(5, TimeUnit.SECONDS).close();
    assertThatThrownBy(() -> await(commit)).hasCauseInstanceOf(ConnectionLostException.class);
    events.next(ConnectionLostException.class);
    events.next(Features.class);
    assertThat(await(connection.commit(flows(6)))).isEqualTo(new Committed(6));
    assertThat(events.complaints()).isEmpty();
  }

  @Test
  void aConnectionLostBetweenTwoCommitsFailsTheWhole() throws Exception {
    bridge.script((socket, frame) -> {
      if (frame.message() instanceof BundleControl control
          && control.step() == Step.COMMIT_REQUEST
          && control.bundleId() == 2) {
        socket.close();
      } else {
        ScriptedBridge.behave(socket, frame);
      }
    });
    assertThatThrownBy(() -> await(connection.commit(flows(6))))
        .hasCauseInstanceOf(ConnectionLostException.class);
    assertThat(wire()).contains("commit 1");
  }

  @Test
  void whatTravelsWithoutABundleWaitsForTheBundlesBeforeIt() throws Exception {
    holdTheFirstCommit(2);
    List<Change> changes = new ArrayList<>(flows(3));
    changes.add(new Change.AddMeter(Meter.packetsPerSecond(1, 1, 1)));
    Future<BundleResult> commit = connection.commit(changes);
    NetSocket bridgeSide = written.get(5, TimeUnit.SECONDS);
    awaitSilence(bridgeSide);
    List<String> bundle = List.of("open 1", "flow 0", "flow 1", "barrier", "commit 1", "barrier");
    assertThat(wire()).isEqualTo(bundle);
    answerHeld(bridgeSide);
    assertThat(await(commit)).isEqualTo(new Committed(4));
    assertThat(wire().subList(bundle.size(), wire().size()))
        .containsExactly("single flow 2", "barrier", "meter 1", "barrier");
  }
}
