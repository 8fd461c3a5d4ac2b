package io.weft.pipeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.openflow.match.Bits;
import io.weft.pipeline.connection.TrackedConnection.Icmp;
import io.weft.pipeline.connection.TrackedConnection.Side;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The listings are as Open vSwitch 3.1.0 prints them.
class ConnectionDumpTest {

  private static final String TRANSLATED =
      "tcp,orig=(src=10.244.1.3,dst=10.96.0.10,sport=40000,dport=80),"
          + "reply=(src=10.244.2.4,dst=10.244.1.3,sport=8080,dport=40000),"
          + "zone=4001,mark=273,labels=0x2a00000007,protoinfo=(state=ESTABLISHED)";

  @Test
  void aTranslatedConnectionHasBothTuplesZoneMarkAndLabel() {
    ConnectionDump dump = ConnectionDump.parse(TRANSLATED + "\n");
    assertThat(dump.unread()).isEmpty();
    assertThat(dump.connections())
        .containsExactly(
            new TrackedConnection(
                6,
                side("10.244.1.3", "10.96.0.10", 40000, 80),
                side("10.244.2.4", "10.244.1.3", 8080, 40000),
                4001,
                273,
                Bits.of(0x2a00000007L)));
    assertThat(dump.connections().getFirst())
        .hasToString("TCP 10.244.1.3:40000 > 10.96.0.10:80 at 10.244.2.4:8080");
  }

  @Test
  void aConnectionWithAnotherSourcePortSaysWhich() {
    TrackedConnection read =
        only(
            "tcp,orig=(src=10.244.1.3,dst=10.244.1.4,sport=40000,dport=80),"
                + "reply=(src=10.244.1.4,dst=10.244.1.3,sport=80,dport=24576),"
                + "zone=4001,mark=17,protoinfo=(state=ESTABLISHED)");
    assertThat(read).hasToString("TCP 10.244.1.3:40000 > 10.244.1.4:80 as 10.244.1.3:24576");
  }

  @Test
  void zeroZoneMarkAndLabelsAreLeftOutByTheSwitch() {
    TrackedConnection read =
        only(
            "udp,orig=(src=fd00::1,dst=fd00::2,sport=1,dport=2),reply=(src=fd00::2,dst=fd00::1,sport=2,dport=1)");
    assertThat(read.zone()).isZero();
    assertThat(read.mark()).isZero();
    assertThat(read.label()).isEqualTo(Bits.ZERO);
    assertThat(read).hasToString("UDP [fd00::1]:1 > [fd00::2]:2");
  }

  @Test
  void icmpHasNumbersInsteadOfPorts() {
    TrackedConnection read =
        only(
            "icmp,orig=(src=10.0.0.1,dst=10.0.0.2,id=77,type=8,code=0),"
                + "reply=(src=10.0.0.2,dst=10.0.0.1,id=77,type=0,code=0),zone=4001,mark=17");
    assertThat(read.original().icmp()).contains(new Icmp(77, 8, 0));
    assertThat(read.reply().icmp()).contains(new Icmp(77, 0, 0));
  }

  @Test
  void aProtocolWithoutNameIsANumber() {
    assertThat(
            only("47,orig=(src=10.0.0.1,dst=10.0.0.2),reply=(src=10.0.0.2,dst=10.0.0.1),zone=7")
                .protocol())
        .isEqualTo(47);
  }

  @Test
  void moreValuesThanAreNeededDoNotMatter() {
    TrackedConnection read =
        only(
            "tcp,orig=(src=10.0.0.1,dst=10.0.0.2,sport=5,dport=6,packets=4,bytes=2),"
                + "reply=(src=10.0.0.2,dst=10.0.0.1,sport=6,dport=5,packets=3,bytes=1),"
                + "start=2026-11-22T08:00:00.000,id=12,zone=4001,status=SEEN_REPLY|CONFIRMED,"
                + "timeout=30,mark=1,protoinfo=(state_orig=ESTABLISHED,state_reply=ESTABLISHED,"
                + "wscale_orig=7,wscale_reply=7,flags_orig=WINDOW_SCALE|SACK_PERM)");
    assertThat(read.original()).isEqualTo(side("10.0.0.1", "10.0.0.2", 5, 6));
    assertThat(read.mark()).isEqualTo(1);
  }

  @Test
  void aLineThatIsNoConnectionIsPutAsideAndTheRestIsRead() {
    ConnectionDump dump =
        ConnectionDump.parse("what is this\n\n" + TRANSLATED + "\ntcp,orig=(src=10.0.0.1\n");
    assertThat(dump.connections()).hasSize(1);
    assertThat(dump.unread()).containsExactly("what is this", "tcp,orig=(src=10.0.0.1");
  }

  private static TrackedConnection only(String line) {
    ConnectionDump dump = ConnectionDump.parse(line);
    assertThat(dump.unread()).isEmpty();
    assertThat(dump.connections()).hasSize(1);
    return dump.connections().getFirst();
  }

  private static Side side(String source, String destination, int sourcePort, int port) {
    return new Side(
        IpAddress.parse(source), IpAddress.parse(destination), sourcePort, port, Optional.empty());
  }
}
