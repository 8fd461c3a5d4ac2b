package io.weft.openflow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.Bytes;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Match;
import io.weft.openflow.message.Message;
import io.weft.openflow.message.Modification;
import io.weft.openflow.message.PacketOut;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {

  static Stream<String> captured() throws IOException {
    try (InputStream file = FrameTest.class.getResourceAsStream("ovs-3.1.0.frames")) {
      String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
    }
  }

  @ParameterizedTest
  @MethodSource("captured")
  void bytesOfOpenVswitchAreUnderstoodAndWrittenAgain(String hex) {
    boolean otherwise = hex.startsWith("~");
    byte[] bytes = HexFormat.of().parseHex(otherwise ? hex.substring(1) : hex);
    Frame frame = Frame.read(bytes);
    assertThat(frame.message()).isNotInstanceOf(Message.Unknown.class);
    assertThat(frame.toString()).doesNotContain("Opaque");
    byte[] written = frame.toBytes();
    assertThat(Frame.read(written)).isEqualTo(frame);
    assertThat(Arrays.equals(written, bytes))
        .as(HexFormat.of().formatHex(written))
        .isEqualTo(!otherwise);
  }

  @Test
  void partsThatAreUnknownSurvive() {
    // action 0x00aa, experimenter field 0xffff/5 in the match, instruction 0x0077
    Bytes action = Bytes.parse("00aa000801020304");
    Bytes exit = Bytes.parse("ffff0010000023200011000000000000");
    Bytes instruction = Bytes.parse("0077000801020304");
    Bytes field = Bytes.parse("ffff0a064f4e46000102");
    Flow flow =
        Flow.of(
            1,
            2,
            3,
            Match.ipv4().withUnknown(field),
            new Action.Opaque(Action.Opaque.Kind.ACTION, action),
            new Action.Opaque(Action.Opaque.Kind.ACTION, exit),
            new Action.Opaque(Action.Opaque.Kind.INSTRUCTION, instruction));
    Frame frame = new Frame(5, new Modification(new Change.AddFlow(flow)));
    assertThat(Frame.read(frame.toBytes())).isEqualTo(frame);
  }

  @Test
  void aFlowWhoseMatchOursCannotSayKeepsItAsBytes() {
    // ip_dst, for which nothing known says that the packets are IPv4
    String hex =
        "060e004000000001"
            + "000000000000000000000000000000000100000000000001ffffffffffffffffffffffff00000000"
            + "0001000c800018040a00000100000000";
    Frame frame = Frame.read(HexFormat.of().parseHex(hex));
    assertThat(frame.message())
        .isInstanceOfSatisfying(
            Modification.class,
            m ->
                assertThat(((Change.AddFlow) m.change()).flow().match().unknown())
                    .isEqualTo(Bytes.parse("800018040a000001")));
    assertThat(HexFormat.of().formatHex(frame.toBytes())).isEqualTo(hex);
  }

  @Test
  void aMessageThatIsTooLongIsRefusedAndLeavesNothingBehind() {
    WireWriter out = new WireWriter();
    Frame.write(1, new Message.BarrierRequest(), out);
    List<Action> many = Collections.nCopies(9000, new Action.DecTtl());
    Flow flow = new Flow(0, 0, 0, Match.ipv4(), many, FlowOptions.NONE);
    assertThatThrownBy(() -> Frame.write(2, new Modification(new Change.AddFlow(flow)), out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65535");
    assertThat(out.size()).isEqualTo(8);
    assertThatThrownBy(() ->
            Frame.write(2, new PacketOut(Bytes.of(new byte[70_000]), Match.any(), List.of()), out))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aMalformedMessageIsRefusedWithThePlaceOfTheFault() {
    assertMalformed("0602", 2, "expected");
    assertMalformed("0414000800000001", 0, "version 4");
    assertMalformed("0614000900000001", 2, "length 9");
    assertMalformed("0613000e00000001000100000000", 10, "6 bytes expected, 4 left");
    // a flow description of length 0 would never end
    assertMalformed("061300180000000100010000000000000000000000000000", 16, "length 0");
    // an action of length 4
    assertMalformed(
        "060d00200000000100000000000800000001000400000000" + "0000000400000000", 24, "length 4");
    assertMalformed("060b000c0000000101ff0000", 10, "reason 255");
  }

  private static void assertMalformed(String hex, int offset, String problem) {
    assertThatThrownBy(() -> Frame.read(HexFormat.of().parseHex(hex)))
        .isInstanceOfSatisfying(
            MalformedMessageException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining(problem);
  }

  @Test
  void aHelloIsReadInEveryVersion() {
    Frame hello = Frame.read(HexFormat.of().parseHex("0100000800000001"));
    assertThat(((Message.Hello) hello.message()).speaksOpenFlow15()).isFalse();
    hello = Frame.read(HexFormat.of().parseHex("06000010000000010001000800000050"));
    assertThat(((Message.Hello) hello.message()).speaksOpenFlow15()).isTrue();
  }
}
