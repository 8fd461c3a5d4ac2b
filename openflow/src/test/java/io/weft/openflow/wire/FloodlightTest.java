package io.weft.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import io.weft.openflow.Bucket;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.BundleControl;
import io.weft.openflow.message.FlowFilter;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Modification;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketOut;
import io.weft.openflow.message.Port;
import io.weft.openflow.message.PortStatus;
import io.weft.openflow.message.Query;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.projectfloodlight.openflow.exceptions.OFParseError;
import org.projectfloodlight.openflow.protocol.OFFactories;
import org.projectfloodlight.openflow.protocol.OFFactory;
import org.projectfloodlight.openflow.protocol.OFFlowAdd;
import org.projectfloodlight.openflow.protocol.OFMessage;
import org.projectfloodlight.openflow.protocol.OFVersion;
import org.projectfloodlight.openflow.protocol.match.MatchField;
import org.projectfloodlight.openflow.types.EthType;
import org.projectfloodlight.openflow.types.IPv4Address;
import org.projectfloodlight.openflow.types.IpProtocol;
import org.projectfloodlight.openflow.types.OFGroup;
import org.projectfloodlight.openflow.types.OFPort;
import org.projectfloodlight.openflow.types.TableId;
import org.projectfloodlight.openflow.types.TransportPort;
import org.projectfloodlight.openflow.types.U64;

/// The standard messages against another reading of the specification, Floodlight's openflowj.
///
/// Its OpenFlow 1.5 is used, for the messages where it follows the specification; a message put into
/// a bundle is not among them (it pads where it must not), nor are buckets with ids of their own.
class FloodlightTest {

  private static final OFFactory FLOODLIGHT = OFFactories.getFactory(OFVersion.OF_15);

  private static final Flow FLOW =
      new Flow(
          7,
          100,
          0x1234_5678_9abc_def0L,
          Match.ipv4()
              .with(Field.IN_PORT, 3)
              .with(Field.ETH_SRC, MacAddress.parse("02:00:00:00:00:01"))
              .with(Field.IPV4_SRC, IpPrefix.parse("10.1.0.0/16"))
              .with(Field.IPV4_DST, IpAddress.parse("10.2.0.1"))
              .with(Field.IP_PROTO, 6)
              .with(Field.TCP_DST, 80),
          List.of(
              Action.SetField.of(Field.ETH_DST, MacAddress.parse("02:00:00:00:00:02")),
              new Action.DecTtl(),
              new Action.ToGroup(9),
              Action.Output.to(4),
              new Action.WriteMetadata(5, 0xff),
              new Action.GotoTable(8)),
          FlowOptions.timeouts(10, 20).withSendFlowRemoved());

  static Stream<Message> standardMessages() {
    Port port =
        new Port(
            new OfPort(5),
            MacAddress.parse("02:00:00:00:00:05"),
            "eth5",
            1,
            4,
            Bytes.parse("0000002000000000000000000000000000000000000000000000000000000000"));
    return Stream.of(
        Message.Hello.OPENFLOW_15,
        new Message.EchoRequest(Bytes.parse("010203")),
        new Message.EchoReply(Bytes.EMPTY),
        new Message.FeaturesRequest(),
        new Message.Features(0x42, 0, 254, 0, 0x4f),
        new Message.SetConfig(Message.FragmentMode.DROP, 128),
        new Message.BarrierRequest(),
        new Message.BarrierReply(),
        new OpenFlowError(5, 1, 0, Bytes.parse("060e000800000001")),
        new Modification(new Change.AddFlow(FLOW)),
        new Modification(new Change.ModifyFlow(FLOW)),
        new Modification(new Change.DeleteFlow(FLOW.key())),
        new Modification(new Change.DeleteFlows(255, Match.arp(), 1, 3)),
        new Modification(
            new Change.AddGroup(
                new Group(
                    9,
                    Group.Type.SELECT,
                    Group.Selection.DEFAULT,
                    // The only bucket id that Floodlight knows: its ids are names, not numbers.
                    List.of(Bucket.of(0xffff_ff00L, 10, Action.Output.to(1)))))),
        new Modification(new Change.DeleteGroup(9)),
        new Modification(new Change.AddMeter(Meter.packetsPerSecond(3, 100, 10))),
        new PortStatus(PortStatus.Reason.ADD, port),
        new BundleControl(5, BundleControl.Step.OPEN_REQUEST, 3),
        new PacketOut(
            Bytes.parse("ffffffffffff0200000000010800"),
            Match.any().with(Field.IN_PORT, 1),
            List.of(Action.Output.to(2))),
        new Message.MultipartRequest(new Query.Flows(FlowFilter.ALL)),
        new Message.MultipartRequest(new Query.Ports(OfPort.ANY)),
        new Message.MultipartRequest(new Query.Groups(Query.ALL_GROUPS)));
  }

  @ParameterizedTest
  @MethodSource("standardMessages")
  void floodlightReadsOurBytesToTheEndAndWritesWhatWeReadAsTheSame(Message message)
      throws OFParseError {
    byte[] ours = new Frame(0x1234, message).toBytes();
    ByteBuf in = Unpooled.wrappedBuffer(ours);
    OFMessage theirs = Objects.requireNonNull(FLOODLIGHT.getReader().readFrom(in));
    assertThat(in.readableBytes()).isZero();
    assertThat(theirs.getXid()).isEqualTo(0x1234);
    byte[] again = write(theirs);
    assertThat(again).as(HexFormat.of().formatHex(again)).hasSameSizeAs(ours);
    // Byte by byte, save that Floodlight has its own order of the fields in a match.
    if (!(message instanceof Modification)) {
      assertThat(again).isEqualTo(ours);
    }
    assertThat(Frame.read(again)).isEqualTo(Frame.read(ours));
  }

  private static byte[] write(OFMessage message) {
    ByteBuf out = Unpooled.buffer();
    message.writeTo(out);
    byte[] bytes = new byte[out.readableBytes()];
    out.readBytes(bytes);
    return bytes;
  }

  @Test
  void whatFloodlightReadsInAFlowIsWhatWeMeant() throws OFParseError {
    byte[] ours = new Frame(1, new Modification(new Change.AddFlow(FLOW))).toBytes();
    ByteBuf in = Unpooled.wrappedBuffer(ours);
    OFFlowAdd flow = (OFFlowAdd) Objects.requireNonNull(FLOODLIGHT.getReader().readFrom(in));
    assertThat(flow.getTableId()).isEqualTo(TableId.of(7));
    assertThat(flow.getPriority()).isEqualTo(100);
    assertThat(flow.getCookie()).isEqualTo(U64.of(0x1234_5678_9abc_def0L));
    assertThat(flow.getIdleTimeout()).isEqualTo(10);
    assertThat(flow.getHardTimeout()).isEqualTo(20);
    assertThat(flow.getMatch().get(MatchField.IN_PORT)).isEqualTo(OFPort.of(3));
    assertThat(flow.getMatch().get(MatchField.TCP_DST)).isEqualTo(TransportPort.of(80));
    assertThat(flow.getMatch().getMasked(MatchField.IPV4_SRC)).hasToString("10.1.0.0/255.255.0.0");
    assertThat(flow.getInstructions()).hasSize(3);
  }

  @Test
  void aFlowOfFloodlightIsReadByUs() {
    var actions = FLOODLIGHT.actions();
    byte[] theirs =
        write(
            FLOODLIGHT
                .buildFlowAdd()
                .setXid(77)
                .setTableId(TableId.of(3))
                .setPriority(5)
                .setCookie(U64.of(9))
                .setMatch(
                    FLOODLIGHT
                        .buildMatch()
                        .setExact(MatchField.ETH_TYPE, EthType.IPv4)
                        .setExact(MatchField.IP_PROTO, IpProtocol.UDP)
                        .setExact(MatchField.IPV4_DST, IPv4Address.of("10.0.0.9"))
                        .setExact(MatchField.UDP_DST, TransportPort.of(53))
                        .build())
                .setInstructions(
                    List.of(
                        FLOODLIGHT
                            .instructions()
                            .applyActions(
                                List.of(
                                    actions.decNwTtl(),
                                    actions.group(OFGroup.of(4)),
                                    actions.output(OFPort.of(2), 0)))))
                .build());
    Flow expected =
        Flow.of(
            3,
            5,
            9,
            Match.ipv4()
                .with(Field.IP_PROTO, 17)
                .with(Field.IPV4_DST, IpAddress.parse("10.0.0.9"))
                .with(Field.UDP_DST, 53),
            new Action.DecTtl(),
            new Action.ToGroup(4),
            Action.Output.to(2));
    assertThat(Frame.read(theirs))
        .isEqualTo(new Frame(77, new Modification(new Change.AddFlow(expected))));
  }
}
