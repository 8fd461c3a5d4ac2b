package io.weft.pipeline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.openflow.action.Action.SetField;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Nat;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {

  private static final Ct LOOKUP = Ct.lookup(9).withTable(1).withNat(Nat.restore());
  private static final Ct TO_ENDPOINT =
      Ct.commit(9)
          .withTable(2)
          .withNat(Nat.destination(IpAddress.parse("10.0.0.9")).withPort(8080));

  private final ConnectionTable connections = new ConnectionTable();

  private static Packet tcp(String source, int sourcePort, String destination, int port) {
    return Packet.of(
        Match.tcp(IpFamily.IPV4)
            .with(Field.IPV4_SRC, IpAddress.parse(source))
            .with(Field.IPV4_DST, IpAddress.parse(destination))
            .with(Field.TCP_SRC, sourcePort)
            .with(Field.TCP_DST, port));
  }

  private Packet track(Packet packet, Ct ct) {
    return connections.track(packet, ct, 9);
  }

  private static boolean has(Packet packet, ConnectionState... states) {
    int bits = ConnectionState.of(states);
    return (packet.value(Field.CT_STATE).low() & bits) == bits;
  }

  @Test
  void aConnectionIsNewUntilItIsCommitted() {
    Packet request = tcp("10.0.0.1", 1000, "10.0.0.2", 80);
    assertThat(has(track(request, LOOKUP), ConnectionState.NEW)).isTrue();
    assertThat(has(track(request, LOOKUP), ConnectionState.NEW)).isTrue();
    track(request, Ct.commit(9).withExec(SetField.of(Field.CT_MARK, 0x11)));
    Packet again = track(request, LOOKUP);
    assertThat(has(again, ConnectionState.TRACKED, ConnectionState.ESTABLISHED)).isTrue();
    assertThat(has(again, ConnectionState.NEW)).isFalse();
    Packet reply = track(tcp("10.0.0.2", 80, "10.0.0.1", 1000), LOOKUP);
    assertThat(has(reply, ConnectionState.ESTABLISHED, ConnectionState.REPLY)).isTrue();
    assertThat(reply.value(Field.CT_MARK)).isEqualTo(Bits.of(0x11));
  }

  @Test
  void translationsFollowTheConnectionBothWays() {
    Packet request = tcp("10.0.0.1", 1000, "10.96.0.1", 80);
    Packet sent = track(request, TO_ENDPOINT);
    assertThat(sent.destination()).hasToString("10.0.0.9");
    assertThat(sent.value(Field.TCP_DST)).isEqualTo(Bits.of(8080));
    assertThat(has(sent, ConnectionState.DESTINATION_TRANSLATED)).isTrue();
    assertThat(track(request, LOOKUP).destination()).hasToString("10.0.0.9");
    Packet reply = track(tcp("10.0.0.9", 8080, "10.0.0.1", 1000), LOOKUP);
    assertThat(reply.source()).hasToString("10.96.0.1");
    assertThat(reply.value(Field.TCP_SRC)).isEqualTo(Bits.of(80));
    assertThat(has(reply, ConnectionState.REPLY, ConnectionState.SOURCE_TRANSLATED)).isTrue();
  }

  @Test
  void aTupleThatCollidesWithAServiceConnectionGetsAnotherPort() {
    track(tcp("10.0.0.1", 1000, "10.96.0.1", 80), TO_ENDPOINT);
    Ct resolve = Ct.commit(9).withNat(Nat.source(IpAddress.parse("0.0.0.0")));
    Packet direct = track(tcp("10.0.0.1", 1000, "10.0.0.9", 8080), LOOKUP);
    assertThat(has(direct, ConnectionState.NEW)).isTrue();
    Packet committed = track(direct, resolve);
    assertThat(committed.source()).hasToString("10.0.0.1");
    assertThat(committed.value(Field.TCP_SRC)).isNotEqualTo(Bits.of(1000));
  }

  @Test
  void aFlushedAddressLeavesNothingBehind() {
    Packet request = tcp("10.0.0.1", 1000, "10.96.0.1", 80);
    track(request, TO_ENDPOINT);
    connections.flush(IpAddress.parse("10.0.0.9"));
    assertThat(has(track(request, LOOKUP), ConnectionState.NEW)).isTrue();
  }

  @Test
  void zonesKnowNothingOfEachOther() {
    Packet request = tcp("10.0.0.1", 1000, "10.0.0.2", 80);
    track(request, Ct.commit(9));
    assertThat(has(connections.track(request, LOOKUP, 10), ConnectionState.NEW)).isTrue();
  }

  @Test
  void whatIsNotIpIsInvalid() {
    assertThat(has(track(Packet.of(Match.arp()), LOOKUP), ConnectionState.INVALID)).isTrue();
  }
}
