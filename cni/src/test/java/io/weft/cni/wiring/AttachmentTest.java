package io.weft.cni.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cni.spec.AttachmentKey;
import io.weft.cni.spec.PodReference;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttachmentTest {
  private static final AttachmentKey KEY = new AttachmentKey("abc", "eth0");
  private static final Attachment ATTACHMENT =
      new Attachment(
          KEY,
          "weft",
          "/run/netns/x",
          Optional.of(new PodReference("shop", "web", "42")),
          MacAddress.parse("02:00:00:00:00:07"),
          List.of(IpAddress.parse("fd00::7"), IpAddress.parse("10.0.0.7")));

  @Test
  void theRecordSurvivesExternalIds() {
    Map<String, String> ids = new HashMap<>(ATTACHMENT.externalIds());
    assertThat(ids)
        .containsEntry("weft-container-id", "abc")
        .containsEntry("weft-ips", "10.0.0.7,fd00::7");
    ids.put("somebody-elses", "key");
    assertThat(Attachment.parse(ids)).contains(ATTACHMENT);
  }

  @Test
  void aContainerWithoutAPodSurvivesToo() {
    Attachment container =
        new Attachment(
            KEY, "weft", "/x", Optional.empty(), PodMac.of(KEY), List.of(IpAddress.parse("::5")));
    assertThat(Attachment.parse(container.externalIds())).contains(container);
  }

  @Test
  void aPortOfAnotherKindIsNoAttachment() {
    assertThat(Attachment.parse(Map.of("attached-mac", "x"))).isEmpty();
  }

  @Test
  void aDamagedRecordIsNamed() {
    Map<String, String> ids = new HashMap<>(ATTACHMENT.externalIds());
    ids.put("weft-mac", "x");
    assertThatThrownBy(() -> Attachment.parse(ids)).hasMessageContaining("not a MAC address: 'x'");
    ids.put("weft-ifname", "a/b");
    assertThatThrownBy(() -> Attachment.parse(ids))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("interface name 'a/b' is not valid");
    assertThatThrownBy(() ->
            new Attachment(
                KEY,
                "",
                "",
                Optional.empty(),
                PodMac.of(KEY),
                List.of(IpAddress.parse("10.0.0.1"), IpAddress.parse("10.0.0.2"))))
        .hasMessageContaining("two addresses of one family");
  }

  @Test
  void namesAndMacsFollowFromTheKey() {
    Set<String> names = new HashSet<>();
    Set<MacAddress> macs = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      AttachmentKey key = new AttachmentKey("c" + i, "eth0");
      names.add(HostInterfaceName.of(key));
      macs.add(PodMac.of(key));
      assertThat(HostInterfaceName.of(key)).hasSize(15).matches(HostInterfaceName::isOne);
      assertThat(PodMac.of(key).bits() >>> 40 & 3).isEqualTo(2);
    }
    assertThat(names).hasSize(1000);
    assertThat(macs).hasSize(1000);
    assertThat(HostInterfaceName.isOne("weft-gw")).isFalse();
    assertThat(HostInterfaceName.of(KEY)).isEqualTo(ATTACHMENT.hostInterface());
  }

  @Test
  void theLinkHasAGatewayPerFamily() {
    PodLink.Node node =
        new PodLink.Node(
            List.of(IpPrefix.parse("fd00::/64"), IpPrefix.parse("10.0.0.0/24")), 1450, true);
    PodLink link = PodLink.of(ATTACHMENT, node);
    assertThat(link.addresses()).hasToString("[10.0.0.7, fd00::7]");
    assertThat(link.gateways()).hasToString("[10.0.0.1, fd00::1]");
    assertThat(ATTACHMENT.address(IpFamily.IPV6)).contains(IpAddress.parse("fd00::7"));
  }

  @Test
  void anImpossibleMtuIsRefused() {
    List<IpPrefix> podCidrs = List.of(IpPrefix.parse("fd00::/64"));
    assertThatThrownBy(() -> new PodLink.Node(podCidrs, 1279, true))
        .hasMessage("Pod MTU 1279; it must be 1280 to 65535: check the MTU of the underlay");
  }
}
