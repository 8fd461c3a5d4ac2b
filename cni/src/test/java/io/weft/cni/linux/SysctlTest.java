package io.weft.cni.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SysctlTest {
  private static final String TTL = "net/ipv4/ip_default_ttl";

  private final TestNetwork network = new TestNetwork();

  @AfterEach
  void close() {
    network.close();
  }

  private String ttl() {
    return network.in("node", "cat", "/proc/sys/" + TTL).strip();
  }

  @Test
  void aParameterIsBroughtToAValueWhateverItWas() {
    network.onNode(() -> Sysctl.write(TTL, 63));
    assertThat(ttl()).isEqualTo("63");
    for (int i = 0; i < 2; i++) {
      network.onNode(() -> Sysctl.ensure(TTL, 129));
      assertThat(ttl()).isEqualTo("129");
    }
  }

  @Test
  void aParameterThatDoesNotExistIsNamed() {
    assertThatThrownBy(() -> network.onNode(() -> Sysctl.ensure("net/ipv6/conf/no/mtu", 1)))
        .hasMessageContaining("cannot read /proc/sys/net/ipv6/conf/no/mtu: ENOENT");
  }
}
