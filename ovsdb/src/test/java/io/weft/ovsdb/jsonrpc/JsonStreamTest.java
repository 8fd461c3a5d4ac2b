package io.weft.ovsdb.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonStreamTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String THREE =
      "{\"a\":\"}{\\\"\\\\\"} \n{\"b\":[{},[],\"ä漢😀]\"]}{\"c\":1.5e3}";

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void portionsOfAnySizeGiveTheSameMessages(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = THREE.repeat(50).getBytes(StandardCharsets.UTF_8);
    JsonStream stream = new JsonStream(1000);
    List<JsonNode> messages = new ArrayList<>();
    for (int start = 0; start < bytes.length; ) {
      int end = Math.min(bytes.length, start + 1 + random.nextInt(1 + random.nextInt(300)));
      messages.addAll(stream.take(Arrays.copyOfRange(bytes, start, end)));
      start = end;
    }
    assertThat(messages).hasSize(150);
    assertThat(messages.get(148)).isEqualTo(JSON.readTree("{\"b\":[{},[],\"ä漢😀]\"]}"));
    assertThat(stream.isInMessage()).isFalse();
  }

  @Test
  void aMessageThatIsCutIsSeen() throws Exception {
    JsonStream stream = new JsonStream(1000);
    assertThat(stream.take(bytes("{\"a\":"))).isEmpty();
    assertThat(stream.isInMessage()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "[]",
        "1",
        "\"a\"",
        "}",
        "{} x",
        "{a:1}",
        "{\"a\" 1}",
        "{]",
        "{\"a\":1,\"a\":2}",
        "{\"a\":nul}",
        "\u0000"
      })
  void garbageIsRefused(String text) {
    assertThatThrownBy(() -> new JsonStream(1000).take(bytes(text)))
        .isInstanceOf(BadMessageException.class)
        .hasMessageStartingWith("the peer sent");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] bytes = {'{', '"', (byte) 0xff, '"', ':', '1', '}'};
    assertThatThrownBy(() -> new JsonStream(1000).take(bytes))
        .isInstanceOf(BadMessageException.class);
  }

  @Test
  void aMessageIsNeverLongerThanAllowed() throws Exception {
    JsonStream stream = new JsonStream(1000);
    assertThat(stream.take(bytes("{\"a\":\"" + "x".repeat(992) + "\"}"))).hasSize(1);
    assertThatThrownBy(() -> stream.take(bytes("{\"a\":\"" + "x".repeat(2000))))
        .isInstanceOf(BadMessageException.class)
        .hasMessageContaining("longer than 1000 bytes");
  }

  @Test
  void blanksBetweenMessagesAreNotCounted() throws Exception {
    JsonStream stream = new JsonStream(10);
    assertThat(stream.take(bytes(" ".repeat(5000) + "{}"))).hasSize(1);
  }

  @Test
  void aMessageIsNeverDeeperThanAllowed() {
    assertThatThrownBy(() -> new JsonStream(100_000).take(bytes("{\"a\":" + "[".repeat(200))))
        .isInstanceOf(BadMessageException.class)
        .hasMessageContaining("deeper than 100");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void randomBytesNeverGiveAnythingButMessagesOrARefusal(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = THREE.repeat(3).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(5); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    try {
      new JsonStream(1000).take(bytes).forEach(message -> assertThat(message.isObject()).isTrue());
    } catch (BadMessageException e) {
      assertThat(e).hasMessageStartingWith("the peer sent");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"id\":1}",
        "{\"method\":7,\"params\":[],\"id\":1}",
        "{\"method\":\"m\",\"params\":{},\"id\":1}",
        "{\"result\":1,\"error\":null,\"id\":null}",
        "{\"method\":\"m\",\"id\":null}"
      })
  void anObjectThatIsNoMessageIsRefused(String text) {
    assertThatThrownBy(() -> Message.read(JSON.readTree(text)))
        .isInstanceOf(BadMessageException.class)
        .hasMessageContaining("no JSON-RPC message");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"method\":\"m\",\"params\":[1],\"id\":1}",
        "{\"method\":\"m\",\"params\":[],\"id\":null}",
        "{\"result\":[],\"error\":null,\"id\":[\"any\"]}",
        "{\"result\":null,\"error\":\"e\",\"id\":\"x\"}"
      })
  void everyKindOfMessageComesBackFromItsText(String text) throws Exception {
    JsonNode json = JSON.readTree(text);
    assertThat(Message.read(json).json()).isEqualTo(json);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
