package io.weft.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "::, ::",
    "::1, ::1",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3",
    "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
    "fe80::, fe80::",
    "::ffff:1.2.3.4, ::ffff:1.2.3.4",
    "64:ff9b::1.2.3.4, 64:ff9b::102:304",
  })
  void textIsWrittenInTheOneCanonicalForm(String text, String canonical) {
    assertThat(IpAddress.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "256.0.0.1",
        "1.2.3.4 ",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7::8",
        "g::",
        "12345::",
        "fe80::1%eth0",
        "1.2.3.4:80",
        "::1.2.3",
        "１.2.3.4"
      })
  void anythingElseIsRefusedWithTheText(String text) {
    assertThatThrownBy(() -> IpAddress.parse(text)).hasMessageContaining("'" + text + "'");
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void textAndBytesGiveTheSameAddressBack(long seed) throws UnknownHostException {
    SplittableRandom random = new SplittableRandom(seed);
    long sparse = random.nextLong() << random.nextInt(64);
    IpAddress address =
        random.nextBoolean()
            ? IpAddress.ofIpv4(random.nextInt())
            : IpAddress.ofIpv6(sparse, random.nextLong() & -random.nextInt(2));
    assertThat(IpAddress.parse(address.toString())).isEqualTo(address);
    assertThat(IpAddress.ofBytes(address.toBytes())).isEqualTo(address);
    assertThat(InetAddress.getByAddress(address.toBytes()))
        .isEqualTo(InetAddress.getByName(address.toString()));
  }

  @Test
  void additionCarriesAcrossTheHalves() {
    assertThat(IpAddress.parse("1::ffff:ffff:ffff:ffff").plus(1)).hasToString("1:0:0:1::");
    assertThat(IpAddress.parse("1:0:0:1::").plus(-1)).hasToString("1::ffff:ffff:ffff:ffff");
    assertThat(IpAddress.parse("10.0.0.255").plus(2)).hasToString("10.0.1.1");
  }

  @Test
  void addressesAreOrderedByFamilyThenNumber() {
    assertThat(IpAddress.parse("200.0.0.1"))
        .isGreaterThan(IpAddress.parse("10.0.0.1"))
        .isLessThan(IpAddress.parse("::"));
    assertThat(IpAddress.parse("fe80::1")).isGreaterThan(IpAddress.parse("1::"));
  }

  @Test
  void specialRangesAreRecognised() {
    assertThat(IpAddress.parse("127.9.9.9").isLoopback()).isTrue();
    assertThat(IpAddress.parse("::1").isLoopback()).isTrue();
    assertThat(IpAddress.parse("169.254.1.1").isLinkLocal()).isTrue();
    assertThat(IpAddress.parse("fe80::1").isLinkLocal()).isTrue();
    assertThat(IpAddress.parse("febf::1").isLinkLocal()).isTrue();
    assertThat(IpAddress.parse("fec0::1").isLinkLocal()).isFalse();
    assertThat(IpAddress.parse("239.0.0.1").isMulticast()).isTrue();
    assertThat(IpAddress.parse("ff02::1").isMulticast()).isTrue();
    assertThat(IpAddress.parse("::").isUnspecified()).isTrue();
  }
}
