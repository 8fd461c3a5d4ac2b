package io.weft.lab.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AgentClientTest {

  private static AgentClient.Response parse(String text) throws IOException {
    return AgentClient.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aPlainBodyIsTheRestOfTheResponse() throws IOException {
    var response = parse("HTTP/1.1 200 OK\r\ncontent-length: 13\r\n\r\n{\"ready\":true}");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.json().path("ready").asBoolean()).isTrue();
  }

  @Test
  void chunksAreJoined() throws IOException {
    var response =
        parse(
            "HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwait\r\nA;x=y\r\n for flows\r\n0\r\n\r\n");
    assertThat(response.status()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("wait for flows");
  }

  @Test
  void anAbsentAgentIsNamedWithTheRemedy() {
    assertThatExceptionOfType(AgentUnreachableException.class)
        .isThrownBy(() -> new AgentClient(Path.of("/nonexistent/agent.sock")).ask("/status"))
        .withMessageContaining("/nonexistent/agent.sock")
        .withMessageContaining("--socket");
  }
}
