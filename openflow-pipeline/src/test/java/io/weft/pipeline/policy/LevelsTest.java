package io.weft.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LevelsTest {

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void theLowBitsOfItsNumberAreARulesLevel() {
    Levels levels = new Levels(2);
    levels.add(0x125);
    assertThat(levels.settle()).isEmpty();
    assertThat(levels.level(0x125)).isEqualTo(5);
  }

  @Test
  void whatDoesNotFitGoesToTheNextLevelWithRoom() {
    Levels levels = new Levels(1);
    for (long id : new long[] {0x10, 0x20, 0x30, 0x41}) {
      levels.add(id);
    }
    assertThat(levels.settle()).containsExactlyInAnyOrder(0x20L, 0x30L);
    assertThat(levels.level(0x10)).isZero();
    assertThat(levels.level(0x20)).isEqualTo(2);
    assertThat(levels.level(0x30)).isEqualTo(3);
    assertThat(levels.level(0x41)).isEqualTo(1);
    levels.remove(0x10);
    assertThat(levels.settle()).contains(0x20L);
    assertThat(levels.level(0x20)).isZero();
  }

  @Test
  void aRuleTooManyHasNoLevel() {
    Levels levels = new Levels(1);
    for (int id = 1; id <= 17; id++) {
      levels.add(id);
    }
    levels.settle();
    assertThat(levels.level(17)).isEqualTo(Levels.NONE);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void levelsDependOnTheSetOfNumbersAlone(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Levels levels = new Levels(3);
    TreeSet<Long> present = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      long id = random.nextLong(60);
      if (present.remove(id)) {
        levels.remove(id);
      } else {
        present.add(id);
        levels.add(id);
      }
      if (random.nextBoolean()) {
        levels.settle();
      }
    }
    levels.settle();
    Levels scratch = new Levels(3);
    present.forEach(scratch::add);
    scratch.settle();
    for (long id : present) {
      assertThat(levels.level(id)).as("seed %d id %d", seed, id).isEqualTo(scratch.level(id));
    }
  }
}
