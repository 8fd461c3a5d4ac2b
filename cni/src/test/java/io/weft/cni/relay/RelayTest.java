package io.weft.cni.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cni.spec.CniError;
import io.weft.cni.spec.CniErrorCode;
import io.weft.cni.spec.CniVersion;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RelayTest {
  private static final RelayRequest REQUEST =
      new RelayRequest(Map.of("CNI_COMMAND", "ADD", "CNI_ARGS", "A=1;B=2"), "{\"name\":\"ü\"}");

  private static byte[] bytes() {
    byte[] environment = "CNI_COMMAND=ADD\0CNI_ARGS=A=1;B=2\0".getBytes(UTF_8);
    byte[] stdin = REQUEST.stdin().getBytes(UTF_8);
    return ByteBuffer.allocate(12 + environment.length + stdin.length)
        .put("WCN1".getBytes(UTF_8))
        .putInt(environment.length)
        .putInt(stdin.length)
        .put(environment)
        .put(stdin)
        .array();
  }

  @Test
  void aRequestIsReadWhole() {
    assertThat(new RelayDecoder().append(bytes())).contains(REQUEST);
  }

  @Test
  void aRequestMayComeOctetByOctet() {
    RelayDecoder decoder = new RelayDecoder();
    byte[] bytes = bytes();
    Optional<RelayRequest> request = Optional.empty();
    for (byte octet : bytes) {
      assertThat(request).isEmpty();
      request = decoder.append(new byte[] {octet});
    }
    assertThat(request).contains(REQUEST);
  }

  @Test
  void whatIsNoRequestIsRefused() {
    assertThatThrownBy(() -> new RelayDecoder().append("GET / HTTP/1.1\r\n".getBytes(UTF_8)))
        .hasMessageContaining("not a relay request: starts with 0x47455420");
  }

  @Test
  void aRequestTooLongIsRefusedByItsHeader() {
    byte[] header = ByteBuffer.allocate(12).putInt(0x57434e31).putInt(0).putInt(1 << 21).array();
    assertThatThrownBy(() -> new RelayDecoder().append(header))
        .hasMessage("relay request: standard input of 2097152 octets; at most 1048576");
    assertThatThrownBy(() -> new RelayDecoder().append(new byte[1 << 21]))
        .hasMessageContaining("longer than its limits");
  }

  @Test
  void nothingMayFollowARequest() {
    RelayDecoder decoder = new RelayDecoder();
    assertThat(decoder.append(bytes())).isPresent();
    assertThatThrownBy(() -> decoder.append(new byte[1]))
        .hasMessageContaining("1 octets behind its end");
  }

  @Test
  void aReplyCarriesStatusAndText() {
    assertThat(RelayReply.success("ü").encode()).containsExactly(0, 0, 0, 3, 0, 0xc3, 0xbc);
    RelayReply failure =
        RelayReply.failure(CniError.of(CniErrorCode.IO_FAILURE, "m"), CniVersion.V1_0_0);
    assertThat(failure.stdout()).contains("\"code\":5");
    assertThat(failure.encode()[4]).isEqualTo((byte) 1);
  }
}
