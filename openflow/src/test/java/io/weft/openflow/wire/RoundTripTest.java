package io.weft.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import io.weft.openflow.Bucket;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowStats;
import io.weft.openflow.RandomValues;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.Answer;
import io.weft.openflow.message.BundleAdd;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.Counter;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.FlowFilter;
import io.weft.openflow.message.FlowRemoved;
import io.weft.openflow.message.GroupStats;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.MeterStats;
import io.weft.openflow.message.Modification;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PacketOut;
import io.weft.openflow.message.Port;
import io.weft.openflow.message.PortStats;
import io.weft.openflow.message.PortStatus;
import io.weft.openflow.message.Query;
import io.weft.openflow.message.TableCounters;
import io.weft.openflow.message.TableDescription;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

  private static final Duration AGE = Duration.ofSeconds(3_000_000_000L, 5);
  private static final Bytes SOME = Bytes.parse("00112233445566778899");

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  /// Messages with everything that a random flow, group and meter can say.
  private static List<Message> random(long seed) {
    RandomValues random = new RandomValues(seed);
    Flow flow = random.flow((int) seed);
    var group = random.group(seed);
    var meter = random.meter(seed + 1);
    return List.of(
        new Modification(new Change.AddFlow(flow)),
        new Modification(new Change.ModifyFlow(flow)),
        new Modification(new Change.DeleteFlow(flow.key())),
        new Modification(new Change.AddGroup(group)),
        new Modification(new Change.ModifyGroup(group)),
        new Modification(new Change.AddMeter(meter)),
        new BundleAdd(7, 3, new Modification(new Change.AddFlow(flow))),
        new PacketOut(random.bytes(60), flow.match(), actionsOf(flow)),
        new Message.MultipartReply(
            true, new Answer.Flows(List.of(new FlowStats(flow, AGE, AGE, seed, -2)))),
        new Message.MultipartReply(false, new Answer.Groups(List.of(group, group))),
        new Message.MultipartReply(false, new Answer.Meters(List.of(meter, meter))));
  }

  private static List<Action> actionsOf(Flow flow) {
    return flow.actions().stream()
        .filter(a -> !a.isInstruction() || a instanceof Action.Meter)
        .toList();
  }

  /// Each of the other messages once.
  static Stream<Message> others() {
    CtFlush.Tuple tuple =
        new CtFlush.Tuple(
            Optional.of(IpAddress.parse("fd00::1")),
            Optional.of(IpAddress.parse("10.0.0.1")),
            Optional.of(1),
            Optional.of(65535),
            Optional.of(3),
            Optional.of(4),
            Optional.of(5));
    Port port = new Port(OfPort.LOCAL, MacAddress.BROADCAST, "br-int", 1, 5, SOME);
    Match match = Match.any().with(Field.IN_PORT, 1).with(Field.REG7, 9);
    return Stream.of(
        Message.Hello.OPENFLOW_15,
        new Message.EchoRequest(SOME),
        new Message.EchoReply(Bytes.EMPTY),
        new Message.FeaturesRequest(),
        new Message.Features(-1, 1, 254, 2, 0x4f),
        new Message.SetConfig(Message.FragmentMode.NX_MATCH, 65535),
        new Message.BarrierRequest(),
        new Message.BarrierReply(),
        Message.SetPacketInFormat.NXT_PACKET_IN2,
        new Message.SetAsync(0x3f, 7, 1),
        new Message.CtFlushZone(65535),
        new Message.Unknown(99, SOME),
        new Message.Unknown(4, Bytes.parse("0000abcd00000001ff")),
        new Message.Unknown(4, Bytes.parse("0000232000000fff")),
        new OpenFlowError(17, 13, 0, SOME),
        new OpenFlowError(OpenFlowError.EXPERIMENTER, 2, 0x2320, SOME),
        new PacketIn(SOME, 1500, 3, 7, Controller.Reason.INVALID_TTL, SOME, match, 17, Bytes.EMPTY),
        new PacketIn(
            SOME,
            SOME.length(),
            0,
            -1,
            Controller.Reason.NO_MATCH,
            Bytes.EMPTY,
            Match.any(),
            PacketIn.NO_BUFFER,
            Bytes.parse("00080006abcd0000")),
        new FlowRemoved(1, 2, match, 3, FlowRemoved.Reason.EVICTION, AGE, 4, 5, 6, 7),
        new PortStatus(PortStatus.Reason.MODIFY, port),
        new BundleControl(-1, BundleControl.Step.DISCARD_REPLY, BundleControl.ORDERED),
        new CtFlush(58, tuple, CtFlush.Tuple.ANY, Optional.empty()),
        new CtFlush(0, CtFlush.Tuple.ANY, tuple, Optional.of(65535)),
        new Modification(new Change.DeleteFlows(255, match, 5, 7)),
        new Modification(new Change.DeleteGroup(5)),
        new Modification(new Change.DeleteAllGroups()),
        new Modification(new Change.RemoveBuckets(5, Change.RemoveBuckets.ALL)),
        new Modification(new Change.DeleteMeter(5)),
        new Modification(
            new Change.InsertBuckets(
                5,
                Change.InsertBuckets.FIRST,
                List.of(new Bucket(9, 8, new OfPort(1), 77, List.of())))),
        new Message.MultipartRequest(new Query.Flows(new FlowFilter(9, 8, 15, match))),
        new Message.MultipartRequest(new Query.Aggregate(FlowFilter.ALL)),
        new Message.MultipartRequest(new Query.Tables()),
        new Message.MultipartRequest(new Query.TableDescriptions()),
        new Message.MultipartRequest(new Query.Ports(OfPort.ANY)),
        new Message.MultipartRequest(new Query.PortCounters(new OfPort(1))),
        new Message.MultipartRequest(new Query.Groups(Query.ALL_GROUPS)),
        new Message.MultipartRequest(new Query.GroupCounters(7)),
        new Message.MultipartRequest(new Query.Meters(Query.ALL_METERS)),
        new Message.MultipartRequest(new Query.MeterCounters(7)),
        new Message.MultipartRequest(new Query.Unknown(77, SOME)),
        new Message.MultipartReply(false, new Answer.Aggregate(1, 2, 3)),
        new Message.MultipartReply(
            false, new Answer.Tables(List.of(new TableCounters(1, 2, 3, 4)))),
        new Message.MultipartReply(
            false, new Answer.TableDescriptions(List.of(new TableDescription(1, 2, SOME)))),
        new Message.MultipartReply(true, new Answer.Ports(List.of(port, port))),
        new Message.MultipartReply(
            false,
            new Answer.PortCounters(
                List.of(new PortStats(OfPort.LOCAL, AGE, 1, 2, 3, 4, -1, -1, -1, -1, SOME)))),
        new Message.MultipartReply(
            false,
            new Answer.GroupCounters(
                List.of(new GroupStats(4_294_967_040L, 1, 2, 3, AGE, List.of(new Counter(1, 2)))))),
        new Message.MultipartReply(
            false,
            new Answer.MeterCounters(
                List.of(new MeterStats(5, 1, 2, 3, AGE, List.of(new Counter(1, 2)))))),
        new Message.MultipartReply(false, new Answer.Unknown(77, SOME)));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenIsReadBackEqual(long seed) {
    for (Message message : random(seed)) {
      Frame frame = new Frame((int) seed, message);
      assertThat(Frame.read(frame.toBytes())).as("seed %d", seed).isEqualTo(frame);
    }
  }

  @ParameterizedTest
  @MethodSource("others")
  void theOtherMessagesAreReadBackEqual(Message message) {
    Frame frame = new Frame(0xdeadbeef, message);
    byte[] bytes = frame.toBytes();
    assertThat(Frame.read(bytes)).isEqualTo(frame);
    assertThat(Frame.read(bytes).toBytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void damagedBytesAreReadAsSomethingOrRefusedByName(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (Message message : random(seed)) {
      byte[] bytes = new Frame(1, message).toBytes();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[8 + random.nextInt(bytes.length - 8)] = (byte) random.nextInt();
      }
      readOrRefuse(bytes);
    }
  }

  @Test
  void everyMessageThatIsCutShortIsReadAsSomethingOrRefusedByName() {
    Stream.concat(others(), random(4).stream())
        .forEach(message -> {
          byte[] whole = new Frame(1, message).toBytes();
          for (int length = 8; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            cut[2] = (byte) (length >> 8);
            cut[3] = (byte) length;
            readOrRefuse(cut);
          }
        });
  }

  private static void readOrRefuse(byte[] bytes) {
    try {
      assertThat(Frame.read(bytes)).isNotNull();
    } catch (MalformedMessageException e) {
      assertThat(e.offset()).isBetween(0, bytes.length);
      assertThat(e).hasMessageStartingWith("at byte " + e.offset());
    }
  }
}
