package io.weft.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.pipeline.table.Priority;
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

  private static Levels of(int capacity, long... ids) {
    Levels levels = new Levels(capacity);
    LongStream.of(ids).forEach(levels::add);
    levels.settle();
    return levels;
  }

  @Test
  void aLevelIsFilledBeforeTheNextIsUsed() {
    Levels levels = of(2, 0x70, 0x10, 0x30);
    assertThat(levels.level(0x10)).isZero();
    assertThat(levels.level(0x30)).isZero();
    assertThat(levels.level(0x70)).isEqualTo(1);
  }

  @Test
  void aRuleMoreOrLessMovesOneRuleFromEachFullLevel() {
    Levels levels = of(2, 0x10, 0x20, 0x30, 0x40, 0x50);
    assertThat(levels.settle()).isEmpty();
    levels.add(0x15);
    assertThat(levels.settle()).containsExactlyInAnyOrder(0x15L, 0x20L, 0x40L);
    levels.remove(0x15);
    assertThat(levels.settle()).containsExactlyInAnyOrder(0x20L, 0x40L);
    levels.remove(0x50);
    assertThat(levels.settle()).isEmpty();
  }

  @Test
  void aRuleTooManyHasNoLevel() {
    Levels levels = of(1, LongStream.rangeClosed(1, 17).toArray());
    assertThat(levels.level(16)).isEqualTo(Priority.RULE_LEVELS - 1);
    assertThat(levels.level(17)).isEqualTo(Levels.NONE);
    levels.remove(3);
    assertThat(levels.settle()).contains(17L);
    assertThat(levels.level(17)).isEqualTo(Priority.RULE_LEVELS - 1);
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
    Levels scratch = of(3, present.stream().mapToLong(Long::longValue).toArray());
    for (long id : present) {
      assertThat(levels.level(id)).as("seed %d id %d", seed, id).isEqualTo(scratch.level(id));
    }
  }
}
