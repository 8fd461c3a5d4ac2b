package io.weft.openflow.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitsTest {

  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static BigInteger big(Bits bits) {
    return new BigInteger(1, bits.toBytes(16));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theyAreNumbersOf128Bits(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Bits a = new Bits(random.nextLong(), random.nextLong()).shiftRight(random.nextInt(128));
    Bits b = new Bits(random.nextLong(), random.nextLong());
    int count = random.nextInt(129);
    assertThat(big(a.shiftLeft(count))).isEqualTo(big(a).shiftLeft(count).mod(MODULUS));
    assertThat(big(a.shiftRight(count))).isEqualTo(big(a).shiftRight(count));
    assertThat(big(a.and(b))).isEqualTo(big(a).and(big(b)));
    assertThat(big(a.or(b))).isEqualTo(big(a).or(big(b)));
    assertThat(big(a.xor(b))).isEqualTo(big(a).xor(big(b)));
    assertThat(a.not().and(a)).isEqualTo(Bits.ZERO);
    assertThat(a.bitLength()).isEqualTo(big(a).bitLength());
    assertThat(a.bitCount()).isEqualTo(big(a).bitCount());
    assertThat(a.compareTo(b)).isEqualTo(big(a).compareTo(big(b)));
    assertThat(Bits.parse(big(a).toString())).isEqualTo(a);
    assertThat(Bits.parse(a.toString())).isEqualTo(a);
    assertThat(a.toString()).isEqualTo("0x" + big(a).toString(16));
    assertThat(Bits.ofBytes(a.toBytes(16))).isEqualTo(a);
    assertThat(big(Bits.ones(count)))
        .isEqualTo(BigInteger.ONE.shiftLeft(count).subtract(BigInteger.ONE));
  }

  @Test
  void theLowestOneIsFound() {
    assertThat(new Bits(8, 0).trailingZeros()).isEqualTo(67);
    assertThat(Bits.of(8).trailingZeros()).isEqualTo(3);
    assertThat(Bits.ZERO.trailingZeros()).isEqualTo(128);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "12a", "0xg", "-1", "٣"})
  void whatIsNoNumberIsRefused(String text) {
    assertThatThrownBy(() -> Bits.parse(text)).hasMessage("not a number: '" + text + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "340282366920938463463374607431768211456",
        "0x100000000000000000000000000000000",
        "999999999999999999999999999999999999999999999"
      })
  void moreThan128BitsAreRefused(String text) {
    assertThatThrownBy(() -> Bits.parse(text)).hasMessage("wider than 128 bits: " + text);
  }

  @Test
  void impossibleLengthsAreRefused() {
    assertThatThrownBy(() -> Bits.ones(129)).hasMessageContaining("0 to 128, not 129");
    assertThatThrownBy(() -> Bits.ofBytes(new byte[17])).hasMessageContaining("not 17");
  }
}
