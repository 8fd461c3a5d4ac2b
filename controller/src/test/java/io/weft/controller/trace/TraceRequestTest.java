package io.weft.controller.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceRequestTest {

  @Test
  void whatIsNotSaidIsANewEchoRequestThroughTheDesiredFlows() {
    TraceRequest request = TraceRequest.parse(Map.of("from", "x/a", "to", "x/b"));
    assertThat(request.protocol()).isEqualTo(TraceRequest.Protocol.ICMP);
    assertThat(request.connection()).isEqualTo(TraceRequest.Connection.NEW);
    assertThat(request.actual()).isFalse();
    assertThat(request.family()).isEmpty();
    assertThat(request.packet()).isEmpty();
  }

  @Test
  void portsAreTheUsualOnesUnlessTheyAreSaid() {
    TraceRequest request = TraceRequest.parse(Map.of("from", "a", "to", "b", "protocol", "TCP"));
    assertThat(request.port()).isEqualTo(80);
    assertThat(request.sourcePort()).isEqualTo(40_000);
    TraceRequest said =
        TraceRequest.parse(
            Map.of("from", "a", "to", "b", "protocol", "udp", "port", "53", "sourcePort", "7"));
    assertThat(said.port()).isEqualTo(53);
    assertThat(said.sourcePort()).isEqualTo(7);
  }

  @Test
  void aPacketOutOfATunnelNeedsNoNames() {
    TraceRequest request =
        TraceRequest.parse(
            Map.of(
                "packet", "ip", "tunnelFrom", "192.0.2.2", "tunnelTo", "192.0.2.1", "family", "6"));
    assertThat(request.packet()).contains("ip");
    assertThat(request.tunnelFrom()).isEqualTo(Optional.of(IpAddress.parse("192.0.2.2")));
    assertThat(request.family()).contains(IpFamily.IPV6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "protocol | sctpp | protocol: 'sctpp' is none of [tcp, udp, sctp, icmp]",
        "port | 65536 | port: '65536' is no port, 0 to 65535",
        "sourcePort | x | sourcePort: 'x' is no port, 0 to 65535",
        "family | 5 | family: '5' is neither 4 nor 6",
        "connection | old | connection: 'old' is none of [new, established, reply]",
        "tunnelFrom | 1.2.3 | tunnelFrom: ",
      })
  void whatCannotBeUsedIsNamed(String key, String value, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TraceRequest.parse(Map.of("from", "a", "to", "b", key, value)))
        .withMessageContaining(problem);
  }
}
