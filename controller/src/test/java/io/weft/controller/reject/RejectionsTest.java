package io.weft.controller.reject;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.message.PacketOut;
import io.weft.pipeline.table.Punt;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Packets are written by hand from RFC 791, 793 and 8200; checksums of answers are verified by
/// summing up, as a receiver does (RFC 1071).
class RejectionsTest {

  private static final String ETHERNET = "0a7765667401" + "020000000003";
  private static final String IPV4 = ETHERNET + "0800";
  private static final String IPV6 = ETHERNET + "86dd";
  private static final String SYN =
      IPV4
          + "4500003c12340000400600000af401030af4014d"
          + "c3500050"
          + "00001000"
          + "00000000"
          + "a002ffff00000000"
          + "0204058402080a000000000000000000000000";
  private static final String ACK_DATA =
      IPV4
          + "4500002c12340000400600000af401030af4014d"
          + "c3500050"
          + "00001000"
          + "00002000"
          + "5018ffff00000000"
          + "61626364";
  private static final String UDP =
      IPV4 + "4500002012340000401100000af401030af4014d" + "c35000350008000061626364";
  private static final String UDP6 =
      IPV6
          + "60000000000c1140"
          + "fd000010024400010000000000000003"
          + "fd000010024400010000000000000077"
          + "c3500035000c000061626364";
  private static final String PING6 =
      IPV6
          + "6000000000083a40"
          + "fd000010024400010000000000000003"
          + "fd000010024400010000000000000077"
          + "8000000000010001";

  @Test
  void aSynIsAnsweredWithAResetThatAcknowledgesIt() {
    Bytes answer = frame(Punt.NO_SUCH_DESTINATION, SYN);
    assertThat(answer.toString())
        .startsWith("020000000003" + "0a7765667401" + "0800" + "45000028")
        .contains("0af4014d" + "0af40103" + "0050c350" + "00000000" + "00001001" + "5014");
    assertThat(checksumsHold(answer)).isTrue();
  }

  @Test
  void anAcknowledgementIsAnsweredWithAResetAtItsPlace() {
    Bytes answer = frame(Punt.MIDSTREAM, ACK_DATA);
    assertThat(answer.toString()).contains("0050c350" + "00002000" + "00000000" + "5004");
    assertThat(checksumsHold(answer)).isTrue();
  }

  @Test
  void aDatagramToNobodyIsAnsweredByTheGateway() {
    Bytes answer = frame(Punt.NO_SUCH_DESTINATION, UDP);
    assertThat(answer.toString()).contains("0af40101" + "0af40103" + "0301");
    assertThat(answer.toString()).endsWith(UDP.substring(IPV4.length()));
    assertThat(checksumsHold(answer)).isTrue();
  }

  @Test
  void aDatagramToAServiceWithoutEndpointsIsAnsweredByTheService() {
    assertThat(frame(Punt.NO_ENDPOINT, UDP).toString()).contains("0af4014d" + "0af40103" + "0303");
  }

  @ParameterizedTest
  @ValueSource(strings = {UDP6, PING6})
  void ipv6IsAnsweredWithIcmpv6(String packet) {
    Bytes unreachable = frame(Punt.NO_SUCH_DESTINATION, packet);
    assertThat(unreachable.toString())
        .contains("fd000010024400010000000000000001" + "fd000010024400010000000000000003" + "0103");
    assertThat(checksumsHold(unreachable)).isTrue();
    Bytes expired = frame(Punt.TIME_EXCEEDED, packet);
    assertThat(expired.toString()).contains("fd000010024400010000000000000003" + "0300");
    assertThat(checksumsHold(expired)).isTrue();
  }

  @Test
  void exceededTimeIsToldByIcmpWhateverTheProtocol() {
    assertThat(frame(Punt.TIME_EXCEEDED, SYN).toString())
        .contains("0af40101" + "0af40103" + "0b00");
  }

  @Test
  void theAnswerGoesBackWhereThePacketCameFrom() {
    Match metadata = Match.any().with(Field.IN_PORT, new OfPort(7));
    PacketOut local = answer(Punt.MIDSTREAM, SYN, metadata).orElseThrow();
    assertThat(local.actions()).containsExactly(Action.Output.to(OfPort.IN_PORT));
    assertThat(local.metadata().exact(Field.IN_PORT)).contains(Bits.of(7));
    Match tunnelled =
        metadata.with(Field.TUN_ID, 0x5746).with(Field.TUN_SRC, IpAddress.parse("192.0.2.2"));
    assertThat(answer(Punt.MIDSTREAM, SYN, tunnelled).orElseThrow().actions())
        .containsExactly(
            new Action.SetField(
                Field.TUN_DST, Bits.of(IpAddress.parse("192.0.2.2")), Bits.ones(32)),
            new Action.SetField(Field.TUN_ID, Bits.of(0x5746), Bits.ones(64)),
            Action.Output.to(OfPort.IN_PORT));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A reset, an echo reply, a later fragment, a multicast source, ARP, half a header.
        IPV4 + "4500002812340000400600000af401030af4014dc350005000001000000000005004ffff00000000",
        IPV4 + "4500001c12340000400100000af401030af4014d0000000000010001",
        IPV4 + "4500001c12340010401100000af401030af4014dc350003500080000",
        IPV4 + "4500001c1234000040110000e00000010af4014dc350003500080000",
        ETHERNET + "080600010800060400010200000000030af401030000000000000af4014d",
        IPV4 + "4500001c12"
      })
  void whatMustNotBeAnsweredIsNot(String packet) {
    assertThat(
            answer(
                Punt.NO_SUCH_DESTINATION, packet, Match.any().with(Field.IN_PORT, new OfPort(7))))
        .isEmpty();
  }

  @Test
  void packetsHandedUpForOtherReasonsAreLeftAlone() {
    PacketIn foreign =
        packetIn(Bytes.of((byte) 99), UDP, Match.any().with(Field.IN_PORT, new OfPort(7)));
    assertThat(Rejections.answer(foreign, List.of())).isEmpty();
  }

  private static Bytes frame(Punt punt, String packet) {
    return answer(punt, packet, Match.any().with(Field.IN_PORT, new OfPort(7)))
        .orElseThrow()
        .packet();
  }

  private static Optional<PacketOut> answer(Punt punt, String packet, Match metadata) {
    return Rejections.answer(
        packetIn(punt.userdata(), packet, metadata),
        List.of(IpPrefix.parse("10.244.1.0/24"), IpPrefix.parse("fd00:10:244:1::/64")));
  }

  private static PacketIn packetIn(Bytes userdata, String packet, Match metadata) {
    Bytes frame = Bytes.parse(packet);
    return new PacketIn(
        frame,
        frame.length(),
        80,
        0,
        Controller.Reason.ACTION,
        userdata,
        metadata,
        PacketIn.NO_BUFFER,
        Bytes.EMPTY);
  }

  private static boolean checksumsHold(Bytes frame) {
    boolean ipv4 = frame.at(12) == 0x08;
    int header = ipv4 ? 20 : 40;
    int payload = 14 + header;
    int protocol = frame.at(14 + (ipv4 ? 9 : 6));
    int pseudo =
        protocol == 1
            ? 0
            : sum(frame, 14 + (ipv4 ? 12 : 8), payload) + protocol + frame.length() - payload;
    boolean ipHolds = !ipv4 || folded(sum(frame, 14, payload)) == 0xffff;
    return ipHolds && folded(pseudo + sum(frame, payload, frame.length())) == 0xffff;
  }

  private static int sum(Bytes bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes.at(i) << ((i - from) % 2 == 0 ? 8 : 0);
    }
    return sum;
  }

  private static int folded(int sum) {
    int folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return folded;
  }
}
