package io.weft.ovsdb.notation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyValueComesBackFromItsText(long seed) throws Exception {
    Value value = value(new SplittableRandom(seed));
    String text = NotationWriter.value(value).toString();
    assertThat(NotationReader.value(JSON.readTree(text))).as(text).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyRowComesBackFromItsText(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Row row = Row.EMPTY;
    for (int i = 0; i < random.nextInt(6); i++) {
      row = row.with("c" + i, value(random));
    }
    String text = NotationWriter.row(row).toString();
    assertThat(NotationReader.row(JSON.readTree(text))).as(text).isEqualTo(row);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "[\"uuid\"]",
        "[\"uuid\",7]",
        "[\"uuid\",\"1-2-3-4-5\"]",
        "[\"uuid\",\"550e8400-e29b-41d4-a716-44665544000g\"]",
        "[\"named-uuid\",\"7up\"]",
        "[\"set\",7]",
        "[\"set\",[[\"set\",[]]]]",
        "[\"set\",[null]]",
        "[\"map\",[[1]]]",
        "[\"map\",[1,2]]",
        "[\"map\",{}]",
        "[\"tuple\",[]]",
        "9223372036854775808",
        "1e999"
      })
  void whatIsNoValueIsRefusedWithItsText(String text) {
    assertThatThrownBy(() -> NotationReader.value(JSON.readTree(text)))
        .isInstanceOf(NotationException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void aLongTextIsShortenedInMessages() {
    assertThat(new NotationException("a row", "x".repeat(10_000))).hasMessageEndingWith("…");
    assertThat(new NotationException("a row", "x".repeat(10_000)).toString().length())
        .isLessThan(400);
  }

  @Test
  void theOrderOfASetHasNoMeaning() {
    assertThat(OvsSet.of(Atom.of(1), Atom.of(2))).isEqualTo(OvsSet.of(Atom.of(2), Atom.of(1)));
  }

  @Test
  void anAtomReadsAsASetOfOne() {
    assertThat(Atom.of("a").atoms()).containsExactly(Atom.of("a"));
    assertThat(OvsMap.EMPTY.atoms()).isEmpty();
  }

  @Test
  void aColumnThatIsNotThereReadsAsItsDefault() {
    assertThat(Row.EMPTY.text("c")).isEmpty();
    assertThat(Row.EMPTY.integer("c")).isZero();
    assertThat(Row.EMPTY.bool("c")).isFalse();
    assertThat(Row.EMPTY.optionalText("c")).isEmpty();
    assertThat(Row.EMPTY.optionalInteger("c")).isEmpty();
    assertThat(Row.EMPTY.texts("c")).isEmpty();
    assertThat(Row.EMPTY.uuids("c")).isEmpty();
    assertThat(Row.EMPTY.textMap("c")).isEmpty();
    assertThat(Row.EMPTY.uuidsByNumber("c")).isEmpty();
  }

  @Test
  void aColumnIsNotReadAsAnotherType() {
    Row row = Row.EMPTY.with("c", OvsSet.of(Atom.of(1), Atom.of("a")));
    Row flag = Row.EMPTY.with("c", Atom.of(true));
    assertThat(flag.bool("c")).isTrue();
    assertThatThrownBy(() -> row.text("c")).hasMessageContaining("column c is no single value");
    assertThatThrownBy(() -> row.texts("c")).hasMessageContaining("no string");
    assertThatThrownBy(() -> row.uuids("c")).hasMessageContaining("no uuid");
    assertThatThrownBy(() -> row.textMap("c")).hasMessageContaining("no map");
    assertThatThrownBy(() -> flag.integer("c")).hasMessageContaining("no integer");
    assertThatThrownBy(() -> Row.EMPTY.with("c", Atom.of(1)).bool("c"))
        .hasMessageContaining("no boolean");
  }

  private static Value value(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> atom(random);
      case 2 -> {
        Set<Atom> atoms = new LinkedHashSet<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          atoms.add(atom(random));
        }
        yield new OvsSet(atoms);
      }
      default -> {
        Map<Atom, Atom> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          entries.put(atom(random), atom(random));
        }
        yield new OvsMap(entries);
      }
    };
  }

  private static Atom atom(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Atom.Int(random.nextLong() >> random.nextInt(64));
      case 1 -> new Atom.Real((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(300)));
      case 2 -> new Atom.Bool(random.nextBoolean());
      case 3 -> new Atom.Uuid(new java.util.UUID(random.nextLong(), random.nextLong()));
      case 4 -> new Atom.NamedUuid("row_" + random.nextInt(1000));
      default -> new Atom.Text(text(random));
    };
  }

  private static String text(SplittableRandom random) {
    String alphabet = "aZ0 {}[]\",:\\/\n\t\u0001äß漢😀";
    StringBuilder text = new StringBuilder();
    int[] points = alphabet.codePoints().toArray();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
