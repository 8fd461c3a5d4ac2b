package io.weft.controller.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForwardPolicyTest {

  /// As `nft list chains` of nftables 1.0.6 prints them on a host with Docker.
  private static final String LISTING =
      """
      table ip filter {
      \tchain DOCKER {
      \t}
      \tchain FORWARD {
      \t\ttype filter hook forward priority filter; policy drop;
      \t}
      \tchain INPUT {
      \t\ttype filter hook input priority filter; policy drop;
      \t}
      }
      table bridge filter {
      \tchain FORWARD {
      \t\ttype filter hook forward priority filter; policy drop;
      \t}
      }
      table inet firewalld {
      \tchain filter_FORWARD {
      \t\ttype filter hook forward priority filter + 10; policy accept;
      \t}
      }
      """;

  @Test
  void chainsThatDropWhatIsForwardedAreFound() {
    assertThat(ForwardPolicy.dropping(LISTING))
        .containsExactly(new ForwardPolicy.Chain("ip", "filter", "FORWARD"));
    assertThat(ForwardPolicy.dropping("")).isEmpty();
  }

  @Test
  void legacyRulesThatNameTheGatewayLetItThrough() {
    assertThat(ForwardPolicy.drops("-P FORWARD DROP\n", "weft-gw")).isTrue();
    assertThat(ForwardPolicy.drops("-P FORWARD ACCEPT\n", "weft-gw")).isFalse();
    assertThat(ForwardPolicy.drops("-P FORWARD DROP\n-A FORWARD -i weft-gw -j ACCEPT\n", "weft-gw"))
        .isFalse();
  }
}
