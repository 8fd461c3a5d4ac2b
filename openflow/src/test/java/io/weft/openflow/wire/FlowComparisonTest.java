package io.weft.openflow.wire;

import static io.weft.openflow.FlowOptions.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.openflow.Flow;
import io.weft.openflow.FlowStats;
import io.weft.openflow.RandomValues;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Match;
import io.weft.openflow.message.Answer;
import io.weft.openflow.message.Message;
import io.weft.openflow.wire.FlowComparison.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowComparisonTest {

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static byte[] frame(boolean more, List<Flow> flows, long packets) {
    List<FlowStats> stats =
        flows.stream()
            .map(flow -> new FlowStats(flow, Duration.ofMillis(5), Duration.ZERO, packets, 64))
            .toList();
    return new Frame(3, new Message.MultipartReply(more, new Answer.Flows(stats))).toBytes();
  }

  private static List<Flow> random(long seed, int count) {
    RandomValues random = new RandomValues(seed);
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      flows.add(random.flow(i));
    }
    return flows;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsLeftOverIsTheDifferenceOfTheFlowsAsValues(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Flow> flows = random(seed, 60);
    List<Flow> held = flows.stream().filter(_ -> random.nextInt(4) > 0).toList();
    List<Flow> others = flows.stream().filter(_ -> random.nextInt(4) > 0).toList();
    FlowComparison comparison = new FlowComparison(others);
    int half = held.size() / 2;
    assertThat(comparison.add(frame(true, held.subList(0, half), seed))).isTrue();
    assertThat(comparison.add(frame(false, held.subList(half, held.size()), -seed))).isFalse();
    assertThat(comparison.result())
        .as("seed %d", seed)
        .isEqualTo(new Result(held.size(), without(held, others), without(others, held)));
  }

  private static List<Flow> without(List<Flow> all, List<Flow> some) {
    Set<Flow> out = new HashSet<>(some);
    return all.stream().filter(flow -> !out.contains(flow)).toList();
  }

  @Test
  void anEmptyBridgeLacksEverything() {
    List<Flow> flows = random(1, 5);
    FlowComparison comparison = new FlowComparison(flows);
    assertThat(comparison.add(frame(false, List.of(), 0))).isFalse();
    assertThat(comparison.result()).isEqualTo(new Result(0, List.of(), flows));
  }

  @Test
  void manyFlowsFillManyBlocks() {
    List<Flow> flows = random(2, 2000);
    FlowComparison comparison = new FlowComparison(flows.subList(1, 2000));
    for (int i = 0; i < 2000; i += 50) {
      assertThat(comparison.add(frame(i < 1950, flows.subList(i, i + 50), i))).isEqualTo(i < 1950);
    }
    assertThat(comparison.result())
        .isEqualTo(new Result(2000, List.of(flows.getFirst()), List.of()));
  }

  @Test
  void whatIsListedInAnotherFormIsLeftOverAsTheValueThatItIs() {
    Flow flow = Flow.of(1, 2, 3, Match.ipv4());
    byte[] frame = frame(false, List.of(flow), 0);
    frame[16 + 5] = 1; // padding, which says nothing
    FlowComparison comparison = new FlowComparison(List.of(flow));
    assertThat(comparison.add(frame)).isFalse();
    assertThat(comparison.result()).isEqualTo(new Result(1, List.of(flow), List.of(flow)));
  }

  @Test
  void aFlowTooLongForTheWireIsFoundByNothing() {
    Flow flow =
        new Flow(1, 2, 3, Match.any(), Collections.nCopies(9000, Action.Output.to(1)), NONE);
    Flow other = Flow.of(1, 1, 3, Match.any());
    FlowComparison comparison = new FlowComparison(List.of(flow, other));
    assertThat(comparison.add(frame(false, List.of(other), 0))).isFalse();
    assertThat(comparison.result()).isEqualTo(new Result(1, List.of(), List.of(flow)));
  }

  @Test
  void onlyListsOfFlowsAreTaken() {
    assertThat(FlowComparison.isPart(frame(false, List.of(), 0))).isTrue();
    for (Message other :
        List.of(
            new Message.BarrierReply(),
            new Message.MultipartReply(false, new Answer.Groups(List.of())))) {
      assertThat(FlowComparison.isPart(new Frame(3, other).toBytes())).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void damagedBytesAreTakenAsSomethingOrRefusedByName(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] whole = frame(false, random(seed, 5), 7);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = Arrays.copyOf(whole, whole.length - random.nextInt(9));
      bytes[16 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt();
      try {
        FlowComparison comparison = new FlowComparison(List.of());
        assertThat(comparison.add(bytes)).isFalse();
        assertThat(comparison.result().unexpected()).hasSize(comparison.result().count());
      } catch (MalformedMessageException e) {
        assertThat(e).hasMessageStartingWith("at byte " + e.offset());
      }
    }
  }

  @Test
  void aLengthBeyondTheEndIsRefused() {
    byte[] frame = frame(false, List.of(Flow.of(1, 2, 3, Match.any())), 0);
    frame[16] = 1;
    assertThatThrownBy(() -> new FlowComparison(List.of()).add(frame))
        .isInstanceOf(MalformedMessageException.class);
  }
}
