package io.weft.pipeline.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumberingTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void numbersDependOnTheSetAloneAndEveryRenumberingIsTold(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Numbering<String> numbering = new Numbering<>(6);
    Set<String> keys = new TreeSet<>();
    Map<String, Integer> told = new HashMap<>();
    for (int i = 0; i < 150; i++) {
      String key = "key" + random.nextInt(60);
      boolean add = keys.size() < 2 || random.nextInt(3) > 0;
      Set<String> changed = add ? numbering.add(key) : numbering.remove(key);
      if (add) {
        keys.add(key);
      } else {
        keys.remove(key);
        told.remove(key);
      }
      changed.forEach(k -> told.put(k, numbering.number(k)));
    }
    Numbering<String> fresh = new Numbering<>(6);
    keys.forEach(fresh::add);
    for (String key : keys) {
      assertThat(numbering.number(key)).as(key).isEqualTo(fresh.number(key)).isBetween(1, 63);
      assertThat(numbering.key(numbering.number(key))).contains(key);
    }
    assertThat(told.keySet()).isEqualTo(keys);
    told.forEach((key, number) -> assertThat(numbering.number(key)).as(key).isEqualTo(number));
    assertThat(told.values()).doesNotHaveDuplicates();
  }

  @Test
  void aFullSetIsRefusedByName() {
    Numbering<String> numbering = new Numbering<>(2);
    for (String key : Set.of("a", "b", "c")) {
      numbering.add(key);
    }
    assertThat(Set.of(numbering.number("a"), numbering.number("b"), numbering.number("c")))
        .containsExactlyInAnyOrder(1, 2, 3);
    assertThatThrownBy(() -> numbering.add("d")).hasMessage("4 keys for 3 numbers");
  }

  @Test
  void theHashIsTheSameInEveryVersion() {
    assertThat(Hash.of("Pod default/web-0")).isEqualTo(-2343104006011227482L);
  }

  @Test
  void aKeyThatWasNeverAddedHasNoNumber() {
    assertThatThrownBy(() -> new Numbering<String>(32).number("x")).hasMessageContaining("x");
  }
}
