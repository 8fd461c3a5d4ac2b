package io.weft.openflow.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.FlowStats;
import io.weft.openflow.Meter;
import io.weft.openflow.action.Action;
import io.weft.openflow.client.BundleResult.Committed;
import io.weft.openflow.client.BundleResult.Refused;
import io.weft.openflow.match.Match;
import io.weft.openflow.message.Answer;
import io.weft.openflow.message.BundleAdd;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.BundleControl.Step;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.wire.Frame;
import io.weft.openflow.wire.MalformedMessageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The connection against a peer that cuts, delays, complains and sends garbage.
class ScriptedBridgeTest {

  private static final ConnectionSettings FAST =
      ConnectionSettings.DEFAULT.withRetries(Duration.ofMillis(5), Duration.ofMillis(40));
  private static final OpenFlowError TABLE_FULL = new OpenFlowError(5, 1, 0, Bytes.EMPTY);

  private final RecordingListener events = new RecordingListener();
  private Vertx vertx;
  private ScriptedBridge bridge;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    bridge = ScriptedBridge.start(vertx);
  }

  @AfterEach
  void stop() throws Exception {
    bridge.stop();
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private OpenFlowConnection open(ConnectionSettings settings) {
    return OpenFlowConnection.open(vertx, bridge.address(), settings, events);
  }

  private OpenFlowConnection connected(ConnectionSettings settings) throws Exception {
    OpenFlowConnection connection = open(settings);
    await(connection.firstHandshake());
    return connection;
  }

  private static List<Change> flows(int count) {
    return IntStream.range(0, count)
        .<Change>mapToObj(i -> new Change.AddFlow(Flow.of(1, i, i, Match.any())))
        .toList();
  }

  @Test
  void helloGoesOutBeforeTheBridgeSaysAnything() throws Exception {
    CompletableFuture<Message> first = new CompletableFuture<>();
    bridge.script((_, frame) -> first.complete(frame.message()));
    open(FAST);
    assertThat(first.get(900, TimeUnit.MILLISECONDS)).isEqualTo(Message.Hello.OPENFLOW_15);
  }

  @Test
  void aBridgeThatNeverAnswersIsTriedAgainWithGrowingPauses() throws Exception {
    bridge.script((_, _) -> {});
    open(FAST.withHandshakeTimeout(Duration.ofMillis(30)));
    assertThat(events.next(Duration.class)).isEqualTo(Duration.ofMillis(5));
    assertThat(events.next(Duration.class)).isEqualTo(Duration.ofMillis(10));
    assertThat(events.next(Duration.class)).isEqualTo(Duration.ofMillis(20));
    assertThat(events.next(Duration.class)).isEqualTo(Duration.ofMillis(40));
    assertThat(events.next(Duration.class)).isEqualTo(Duration.ofMillis(40));
    bridge.script(ScriptedBridge::behave);
    assertThat(events.next(Features.class)).isEqualTo(ScriptedBridge.FEATURES);
  }

  @Test
  void aBridgeOfAnotherVersionIsNamedWithTheRemedy() throws Exception {
    CompletableFuture<Throwable> why = new CompletableFuture<>();
    bridge.script((socket, _) -> ScriptedBridge.send(socket, 1, new Message.Hello(1 << 4)));
    OpenFlowConnection connection =
        OpenFlowConnection.open(
            vertx,
            bridge.address(),
            FAST,
            new ConnectionListener() {
              @Override
              public void connected(Features features) {}

              @Override
              public void disconnected(ConnectionLostException cause) {}

              @Override
              public void unreachable(Throwable cause, Duration retryIn) {
                why.complete(cause);
              }
            });
    assertThat(why.get(5, TimeUnit.SECONDS))
        .hasMessageContaining("does not speak OpenFlow 1.5")
        .hasMessageContaining("add OpenFlow15");
    await(connection.close());
    assertThatThrownBy(() -> await(connection.firstHandshake()))
        .hasCauseInstanceOf(ConnectionLostException.class);
  }

  @Test
  void nothingCanBeAskedWithoutAConnection() throws Exception {
    OpenFlowConnection connection =
        OpenFlowConnection.open(
            vertx, SocketAddress.domainSocketAddress("/nonexistent/br-int.mgmt"), FAST, events);
    assertThatThrownBy(() -> await(connection.flows()))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ConnectionLostException.class);
    assertThat(connection.isConnected()).isFalse();
    assertThat(connection).hasToString("OpenFlow connection to /nonexistent/br-int.mgmt");
    events.next(Duration.class);
    await(connection.close());
  }

  @Test
  void whenTheConnectionIsCutEverythingPendingFailsAndItComesBack() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    CompletableFuture<NetSocket> asked = new CompletableFuture<>();
    bridge.script((socket, frame) -> {
      if (frame.message() instanceof Message.MultipartRequest) {
        asked.complete(socket);
      } else if (!(frame.message() instanceof Message.BarrierRequest)) {
        ScriptedBridge.behave(socket, frame);
      }
    });
    Future<BundleResult> commit = connection.commit(flows(3));
    Future<BundleResult> queued = connection.commit(flows(3));
    Future<List<FlowStats>> flows = connection.flows();
    asked.get(5, TimeUnit.SECONDS).close();
    for (Future<?> pending : List.of(commit, queued, flows)) {
      assertThatThrownBy(() -> await(pending)).hasCauseInstanceOf(ConnectionLostException.class);
    }
    events.next(ConnectionLostException.class);
    bridge.script(ScriptedBridge::behave);
    events.next(Features.class);
    assertThat(await(connection.commit(flows(2)))).isEqualTo(new Committed(2));
    await(connection.close());
  }

  @Test
  void garbageEndsTheConnectionAndItComesBack() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    events.next(Features.class);
    for (String garbage :
        List.of("0600000400000000", "0413000800000000", "ffffffffffffffff" + "ff".repeat(70000))) {
      bridge.script((socket, frame) -> {
        if (frame.message() instanceof Message.MultipartRequest) {
          socket.write(Buffer.buffer(Bytes.parse(garbage).toArray()));
        } else {
          ScriptedBridge.behave(socket, frame);
        }
      });
      assertThatThrownBy(() -> await(connection.groups()))
          .hasRootCauseInstanceOf(MalformedMessageException.class)
          .hasMessageContaining("malformed");
      events.next(ConnectionLostException.class);
      events.next(Features.class);
    }
    await(connection.close());
  }

  @Test
  void answersMayArriveInAnyPieces() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    FlowStats flow =
        new FlowStats(Flow.of(1, 2, 3, Match.ipv4()), Duration.ZERO, Duration.ZERO, 4, 5);
    bridge.script((socket, frame) -> {
      byte[] first = part(frame.xid(), true, flow);
      byte[] last = part(frame.xid(), false, flow);
      for (byte b : first) {
        socket.write(Buffer.buffer(new byte[] {b}));
      }
      socket.write(Buffer.buffer(last));
    });
    assertThat(await(connection.flows())).containsExactly(flow, flow);
    await(connection.close());
  }

  private static byte[] part(int xid, boolean more, FlowStats flow) {
    return new Frame(xid, new Message.MultipartReply(more, new Answer.Flows(List.of(flow))))
        .toBytes();
  }

  @Test
  void anErrorInsideABundleDiscardsItAndNamesTheChange() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    bridge.script((socket, frame) -> {
      if (frame.message() instanceof BundleAdd add
          && add.content().toString().contains("cookie=1,")) {
        ScriptedBridge.send(socket, frame.xid(), TABLE_FULL);
      }
      ScriptedBridge.behave(socket, frame);
    });
    List<Change> changes = flows(3);
    assertThat(await(connection.commit(changes)))
        .isEqualTo(
            new Refused(0, List.of(new Refusal(1, changes.get(1), TABLE_FULL)), Optional.empty()));
    assertThat(steps()).containsExactly(Step.OPEN_REQUEST, Step.DISCARD_REQUEST);
    await(connection.close());
  }

  private List<Step> steps() {
    return bridge.received().stream()
        .filter(BundleControl.class::isInstance)
        .map(message -> ((BundleControl) message).step())
        .toList();
  }

  @Test
  void aBundleThatCannotBeOpenedIsRefused() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    OpenFlowError noBundles = new OpenFlowError(17, 1, 0, Bytes.EMPTY);
    bridge.script((socket, frame) -> {
      if (frame.message() instanceof BundleControl) {
        ScriptedBridge.send(socket, frame.xid(), noBundles);
      } else {
        ScriptedBridge.behave(socket, frame);
      }
    });
    assertThat(await(connection.commit(flows(2))))
        .isEqualTo(new Refused(0, List.of(), Optional.of(noBundles)));
    await(connection.close());
  }

  @Test
  void aSingleChangeTravelsWithoutABundle() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    assertThat(await(connection.commit(flows(1)))).isEqualTo(new Committed(1));
    assertThat(steps()).isEmpty();
    await(connection.close());
  }

  @Test
  void openAndAddFlagsMatchAndCommitsDoNotOverlap() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    Future<BundleResult> one = connection.commit(flows(2));
    Future<BundleResult> two = connection.commit(flows(2));
    await(one);
    await(two);
    assertThat(steps())
        .containsExactly(
            Step.OPEN_REQUEST, Step.COMMIT_REQUEST, Step.OPEN_REQUEST, Step.COMMIT_REQUEST);
    assertThat(bridge.received())
        .filteredOn(BundleAdd.class::isInstance)
        .hasSize(4)
        .allSatisfy(add -> assertThat(((BundleAdd) add).flags()).isEqualTo(3));
    assertThat(await(connection.commit(List.of()))).isEqualTo(new Committed(0));
    await(connection.close());
  }

  @Test
  void metersBetweenOtherChangesCannotBeAtomic() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    List<Change> changes = new ArrayList<>(flows(2));
    changes.add(1, new Change.AddMeter(Meter.packetsPerSecond(1, 1, 1)));
    assertThatThrownBy(() -> await(connection.commitAtomically(changes)))
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("meters");
    assertThat(await(connection.commit(changes))).isEqualTo(new Committed(3));
    await(connection.close());
  }

  @Test
  void aMeterThatDoesNotFitAMessageCountsAsRefusedAndTheOthersAreSent() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    Meter tooLong =
        new Meter(
            2,
            Meter.Unit.PACKETS_PER_SECOND,
            false,
            false,
            Collections.nCopies(5_000, Meter.Band.drop(1, 1)));
    List<Change> changes =
        List.of(
            new Change.AddMeter(Meter.packetsPerSecond(1, 10, 10)),
            new Change.AddMeter(tooLong),
            new Change.AddMeter(Meter.packetsPerSecond(3, 10, 10)));
    assertThat(await(connection.send(changes)))
        .singleElement()
        .satisfies(refusal -> {
          assertThat(refusal.index()).isEqualTo(1);
          assertThat(refusal.error().name()).isEqualTo("BAD_REQUEST/BAD_LEN");
        });
    assertThat(await(connection.commit(changes))).isInstanceOf(BundleResult.Refused.class);
    await(connection.close());
  }

  @Test
  void aChangeThatDoesNotFitAMessageCountsAsRefusedAndTheBundleIsDiscarded() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    Flow tooLong =
        new Flow(
            1,
            1,
            1,
            Match.ipv4(),
            Collections.nCopies(9000, new Action.DecTtl()),
            FlowOptions.NONE);
    List<Change> changes = new ArrayList<>(flows(2));
    changes.add(new Change.AddFlow(tooLong));
    assertThat(await(connection.commit(changes)))
        .isInstanceOfSatisfying(
            BundleResult.Refused.class,
            refused ->
                assertThat(refused.refusals())
                    .singleElement()
                    .satisfies(refusal -> {
                      assertThat(refusal.index()).isEqualTo(2);
                      assertThat(refusal.error().name()).isEqualTo("BAD_REQUEST/BAD_LEN");
                    }));
    assertThat(steps()).containsExactly(Step.OPEN_REQUEST, Step.DISCARD_REQUEST);
    assertThat(await(connection.commit(flows(1)))).isEqualTo(new Committed(1));
    await(connection.close());
  }

  @Test
  void aRefusedQuestionFailsByName() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    OpenFlowError unknown = new OpenFlowError(1, 4, 0, Bytes.EMPTY);
    bridge.script((socket, frame) -> {
      if (frame.message() instanceof Message.BarrierRequest) {
        ScriptedBridge.behave(socket, frame);
      } else {
        ScriptedBridge.send(socket, frame.xid(), unknown);
      }
    });
    assertThatThrownBy(() -> await(connection.meters()))
        .hasCauseInstanceOf(RefusedException.class)
        .hasMessageContaining("BAD_REQUEST/BAD_EXP_TYPE");
    CtFlush flush = CtFlush.replySource(IpAddress.parse("10.0.0.1"), 1);
    assertThatThrownBy(() -> await(connection.ctFlush(List.of(flush, flush))))
        .hasCauseInstanceOf(RefusedException.class);
    await(connection.close());
  }

  @Test
  void aLateErrorIsTiedToTheChangeThatCausedIt() throws Exception {
    OpenFlowConnection connection = connected(FAST);
    int[] xid = {0};
    bridge.script((socket, frame) -> {
      if (frame.message() instanceof BundleAdd) {
        xid[0] = frame.xid();
      }
      ScriptedBridge.behave(socket, frame);
      if (frame.message() instanceof Message.MultipartRequest) {
        ScriptedBridge.send(socket, xid[0], TABLE_FULL);
        ScriptedBridge.send(socket, 0x7000_0000, TABLE_FULL);
      }
    });
    List<Change> changes = flows(2);
    await(connection.commit(changes));
    connection.groups();
    assertThat(events.next(RecordingListener.Complaint.class).cause()).contains(changes.getLast());
    assertThat(events.next(RecordingListener.Complaint.class).cause()).isEmpty();
    await(connection.close());
  }

  @Test
  void echoIsAnsweredAndSilenceEndsTheConnection() throws Exception {
    CompletableFuture<Bytes> echoed = new CompletableFuture<>();
    connected(FAST.withLiveness(Duration.ofMillis(20), Duration.ofMillis(200)));
    bridge.script((socket, frame) -> {
      if (frame.message() instanceof Message.EchoReply(Bytes payload)) {
        echoed.complete(payload);
      } else if (!echoed.isDone() && frame.message() instanceof Message.EchoRequest) {
        ScriptedBridge.send(socket, 9, new Message.EchoRequest(Bytes.parse("0102")));
      }
    });
    assertThat(echoed.get(5, TimeUnit.SECONDS)).isEqualTo(Bytes.parse("0102"));
    assertThat(events.next(ConnectionLostException.class)).hasMessageContaining("silent");
  }

  @Test
  void allCallbacksRunOnOneContext() throws Exception {
    CompletableFuture<Context> ofListener = new CompletableFuture<>();
    CompletableFuture<Context> ofFuture = new CompletableFuture<>();
    OpenFlowConnection connection =
        OpenFlowConnection.open(
            vertx,
            bridge.address(),
            FAST,
            new ConnectionListener() {
              @Override
              public void connected(Features features) {
                ofListener.complete(Vertx.currentContext());
              }

              @Override
              public void disconnected(ConnectionLostException cause) {}
            });
    await(connection.firstHandshake());
    Context context = ofListener.get(5, TimeUnit.SECONDS);
    context.runOnContext(
        _ -> connection.barrier().onComplete(_ -> ofFuture.complete(Vertx.currentContext())));
    assertThat(ofFuture.get(5, TimeUnit.SECONDS)).isNotNull().isSameAs(context);
    await(connection.close());
  }
}
