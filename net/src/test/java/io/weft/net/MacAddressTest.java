package io.weft.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {

  @Test
  void textAndBytesGiveTheSameAddressBack() {
    MacAddress mac = MacAddress.parse("0A:58:0a:f4:01:02");
    assertThat(mac).hasToString("0a:58:0a:f4:01:02");
    assertThat(MacAddress.ofBytes(mac.toBytes())).isEqualTo(mac);
    assertThat(mac.isMulticast()).isFalse();
    assertThat(MacAddress.BROADCAST.isMulticast()).isTrue();
    assertThat(mac).isLessThan(MacAddress.BROADCAST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "0a:58", "0a-58-0a-f4-01-02", "0a:58:0a:f4:01:02:03", "zz:58:0a:f4:01:02"})
  void anythingElseIsRefusedWithTheText(String text) {
    assertThatThrownBy(() -> MacAddress.parse(text)).hasMessageContaining("'" + text + "'");
  }
}
