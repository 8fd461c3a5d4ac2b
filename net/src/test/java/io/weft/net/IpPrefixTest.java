package io.weft.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpPrefixTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/16, 10.1.0.0/16, 10.1.255.255, 255.255.0.0",
    "10.1.2.3/0, 0.0.0.0/0, 255.255.255.255, 0.0.0.0",
    "10.1.2.3/32, 10.1.2.3/32, 10.1.2.3, 255.255.255.255",
    "fd00:1::5/64, fd00:1::/64, fd00:1::ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff::",
    "fd00:1::5/126, fd00:1::4/126, fd00:1::7, ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc",
    "fd00:1::5/0, ::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ::",
  })
  void hostBitsAreCleared(String text, String canonical, String last, String mask) {
    IpPrefix prefix = IpPrefix.parse(text);
    assertThat(prefix).hasToString(canonical);
    assertThat(prefix.last()).hasToString(last);
    assertThat(prefix.mask()).hasToString(mask);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "x/8", "1.2.3.4/"})
  void anythingElseIsRefusedWithTheText(String text) {
    assertThatThrownBy(() -> IpPrefix.parse(text)).hasMessageContaining("'" + text + "'");
  }

  @Test
  void aBlockContainsItsAddressesAndNoOthers() {
    IpPrefix prefix = IpPrefix.parse("10.1.0.0/24");
    assertThat(prefix.contains(IpAddress.parse("10.1.0.255"))).isTrue();
    assertThat(prefix.contains(IpAddress.parse("10.1.1.0"))).isFalse();
    assertThat(IpPrefix.parse("0.0.0.0/0").contains(IpAddress.parse("::1"))).isFalse();
    assertThat(prefix.contains(IpPrefix.parse("10.1.0.128/25"))).isTrue();
    assertThat(prefix.overlaps(IpPrefix.parse("10.0.0.0/8"))).isTrue();
    assertThat(prefix.overlaps(IpPrefix.parse("10.1.1.0/24"))).isFalse();
  }

  @Test
  void addressesAreCountedFromTheNetworkAddress() {
    IpPrefix prefix = IpPrefix.parse("10.1.0.0/30");
    assertThat(prefix.address(3)).hasToString("10.1.0.3");
    assertThatThrownBy(() -> prefix.address(4)).hasMessageContaining("10.1.0.0/30");
  }
}
