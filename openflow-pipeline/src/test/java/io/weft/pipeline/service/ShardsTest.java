package io.weft.pipeline.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.pipeline.service.ServiceEndpoint.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// How endpoints are dealt and numbered.
class ShardsTest {

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  private static Target target(int number) {
    return new Target(IpAddress.ofIpv4(0x0af40000 + number), 8080);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyEndpointIsInOnePartAndNoPartIsEmptyOrTooLarge(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    TreeSet<Target> targets = new TreeSet<>();
    int wanted = 1 + random.nextInt(3000);
    while (targets.size() < wanted) {
      targets.add(target(random.nextInt(65536)));
    }
    Shards shards = Shards.of(List.copyOf(targets));
    List<Target> dealt = new ArrayList<>();
    shards.parts().forEach(dealt::addAll);
    assertThat(dealt).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(targets);
    assertThat(shards.parts())
        .allMatch(part -> !part.isEmpty() && part.size() <= Shards.GROUP_SIZE);
    assertThat(Integer.bitCount(shards.parts().size())).isEqualTo(1);
  }

  @Test
  void oneEndpointMoreChangesOnePart() {
    List<Target> targets = IntStream.range(0, 700).mapToObj(ShardsTest::target).toList();
    Shards before = Shards.of(targets.subList(0, 699));
    Shards after = Shards.of(targets);
    assertThat(after.parts()).hasSameSizeAs(before.parts()).hasSize(4);
    assertThat(
            IntStream.range(0, 4).filter(i -> !before.parts().get(i).equals(after.parts().get(i))))
        .hasSize(1);
  }

  @Test
  void endpointsThatTheirNumbersDoNotPartAreDealtInTurn() {
    List<Target> targets = IntStream.range(0, 513).mapToObj(ShardsTest::target).toList();
    Shards shards = Shards.of(targets, _ -> 7);
    assertThat(shards.parts()).extracting(List::size).containsExactly(129, 128, 128, 128);
  }

  @Test
  void bucketsHaveIdsOfTheirOwnEvenWhereHashesAreEqual() {
    List<Target> targets = IntStream.range(0, 60).mapToObj(ShardsTest::target).toList();
    long[] ids = BucketNumbers.of(targets, 6);
    assertThat(ids).hasSize(60).doesNotHaveDuplicates();
    assertThat(Arrays.stream(ids)).allMatch(id -> id >= 0 && id < 64);
  }

  @Test
  void aBucketKeepsItsIdWhileOthersComeAndGo() {
    List<Target> targets = IntStream.range(0, 200).mapToObj(ShardsTest::target).toList();
    long[] all = BucketNumbers.of(targets);
    assertThat(BucketNumbers.of(targets.subList(100, 200)))
        .isEqualTo(Arrays.copyOfRange(all, 100, 200));
  }
}
