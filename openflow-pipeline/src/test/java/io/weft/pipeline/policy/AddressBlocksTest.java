package io.weft.pipeline.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.policy.IpBlock;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AddressBlocksTest {

  private static List<String> blocks(String cidr, String... except) {
    return AddressBlocks.of(
            new IpBlock(
                IpPrefix.parse(cidr),
                new TreeSet<>(Arrays.stream(except).map(IpPrefix::parse).toList())))
        .stream()
        .map(IpPrefix::toString)
        .toList();
  }

  @Test
  void aBlockWithoutExceptionsIsItself() {
    assertThat(blocks("10.0.0.0/8")).containsExactly("10.0.0.0/8");
    assertThat(blocks("::/0")).containsExactly("::/0");
  }

  @Test
  void anExceptionLeavesTheRestInAsFewBlocksAsItTakes() {
    assertThat(blocks("10.0.0.0/24", "10.0.0.128/26"))
        .containsExactly("10.0.0.0/25", "10.0.0.192/26");
    assertThat(blocks("0.0.0.0/0", "10.0.0.0/8")).hasSize(8);
    assertThat(blocks("::/0", "2001:db8::1/128")).hasSize(128);
  }

  @Test
  void nothingIsLeftOfABlockThatIsItsOwnException() {
    assertThat(blocks("10.0.0.0/24", "10.0.0.0/25", "10.0.0.128/25")).isEmpty();
    assertThat(blocks("10.0.0.0/24", "10.0.0.0/24")).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anAddressIsInTheBlocksExactlyIfItIsInNoException(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    IpPrefix cidr = new IpPrefix(IpAddress.parse("10.1.0.0"), 16 + random.nextInt(8));
    List<IpPrefix> except =
        Stream.generate(() ->
                new IpPrefix(cidr.network().plus(random.nextInt(1 << 16)), 24 + random.nextInt(9)))
            .filter(cidr::contains)
            .limit(3)
            .toList();
    IpBlock block = new IpBlock(cidr, new TreeSet<>(except));
    List<IpPrefix> blocks = AddressBlocks.of(block);
    for (int i = 0; i < 2000; i++) {
      IpAddress address = IpAddress.parse("10.1.0.0").plus(random.nextInt(1 << 16));
      long holding = blocks.stream().filter(b -> b.contains(address)).count();
      assertThat(holding)
          .as("seed %d %s", seed, address)
          .isEqualTo(block.contains(address) ? 1 : 0);
    }
  }
}
