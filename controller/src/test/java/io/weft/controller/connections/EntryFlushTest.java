package io.weft.controller.connections;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.openflow.message.CtFlush;
import io.weft.pipeline.connection.ConnectionDump;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryFlushTest {

  @Test
  void exactlyTheListedConnectionIsForgotten() {
    CtFlush flush =
        flush(
                "tcp,orig=(src=10.0.1.5,dst=10.96.0.1,sport=40000,dport=80),"
                    + "reply=(src=10.0.1.6,dst=10.0.1.5,sport=8080,dport=40000),zone=4001,mark=1")
            .orElseThrow();
    assertThat(flush.protocol()).isEqualTo(6);
    assertThat(flush.zone()).contains(4001);
    assertThat(flush.original().source()).contains(IpAddress.parse("10.0.1.5"));
    assertThat(flush.original().destinationPort()).contains(80);
    assertThat(flush.reply().source()).contains(IpAddress.parse("10.0.1.6"));
    assertThat(flush.reply().sourcePort()).contains(8080);
  }

  @Test
  void anEchoIsNamedByItsIdAndAProtocolWithoutPortsByItsAddresses() {
    CtFlush echo =
        flush(
                "icmp,orig=(src=10.0.1.5,dst=10.0.1.6,id=7,type=8,code=0),"
                    + "reply=(src=10.0.1.6,dst=10.0.1.5,id=7,type=0,code=0),zone=4001")
            .orElseThrow();
    assertThat(echo.original().icmpId()).contains(7);
    assertThat(echo.original().icmpType()).contains(8);
    assertThat(echo.original().sourcePort()).isEmpty();
    CtFlush other =
        flush("50,orig=(src=10.0.1.5,dst=10.0.1.6),reply=(src=10.0.1.6,dst=10.0.1.5)")
            .orElseThrow();
    assertThat(other.protocol()).isEqualTo(50);
    assertThat(other.original().sourcePort()).isEmpty();
  }

  @Test
  void icmpv6IsLeftAlone() {
    assertThat(
            flush(
                "icmpv6,orig=(src=fd00::5,dst=fd00::6,id=7,type=128,code=0),"
                    + "reply=(src=fd00::6,dst=fd00::5,id=7,type=129,code=0),zone=4001"))
        .isEmpty();
  }

  private static Optional<CtFlush> flush(String line) {
    return EntryFlush.of(ConnectionDump.parse(line).connections().getFirst());
  }
}
