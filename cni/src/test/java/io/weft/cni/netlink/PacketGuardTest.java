package io.weft.cni.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cni.linux.TestNetwork;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.net.MacAddress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PacketGuardTest {
  private final TestNetwork network = new TestNetwork();
  private final Rtnetlink node = network.onNode(Rtnetlink::open);
  private final PacketGuard guards = network.onNode(PacketGuard::open);

  @AfterEach
  void close() {
    guards.close();
    node.close();
    network.close();
  }

  @Test
  void aGuardIsADropChainThatNftShows() {
    addLink();
    guards.guard("d0");
    guards.guard("d0");
    assertThat(guards.guarded()).containsExactly("d0");
    assertThat(network.in("node", "nft", "list", "ruleset"))
        .contains("table netdev weft_guard", "chain d0", "hook ingress device \"d0\"")
        .contains("policy drop;");
    guards.unguard("d0");
    guards.unguard("d0");
    assertThat(guards.guarded()).isEmpty();
  }

  @Test
  void severalGuardsGoTogetherAndOneThatIsNotThereDoesNotKeepTheOthers() {
    addLink();
    guards.guard("d0");
    guards.guard("peer");
    guards.unguard(List.of("absent", "d0", "gone", "peer"));
    assertThat(guards.guarded()).isEmpty();
  }

  @Test
  void aGuardCanBeTakenFromADeletedInterfaceAndGivenAgain() {
    for (int round = 0; round < 2; round++) {
      addLink();
      guards.guard("d0");
      node.apply(new NetlinkChange.DeleteLink("d0"));
      guards.unguard("d0");
      assertThat(guards.guarded()).isEmpty();
    }
  }

  @Test
  void whatAGuardedInterfaceReceivesNeverReachesTheKernelsStack() {
    addLink();
    IpAddress here = IpAddress.parse("10.0.0.1");
    node.apply(
        NetlinkChange.up("d0"), new NetlinkChange.PutAddress(InterfaceAddress.host("d0", here)));
    network.addNamespace("other");
    TestNetwork.run(
        "ip",
        "-n",
        network.path("node").substring(11),
        "link",
        "set",
        "peer",
        "netns",
        network.path("other").substring(11));
    network.in("other", "ip", "link", "set", "peer", "up");
    network.in("other", "ip", "addr", "add", "10.0.0.2/24", "dev", "peer");
    node.apply(new NetlinkChange.PutRoute(Route.link(IpPrefix.parse("10.0.0.2/32"), "d0")));
    assertThat(pings()).isTrue();
    guards.guard("d0");
    assertThat(pings()).isFalse();
    guards.unguard("d0");
    assertThat(pings()).isTrue();
  }

  private boolean pings() {
    try {
      network.in("other", "ping", "-c1", "-W1", "10.0.0.1");
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  private void addLink() {
    node.apply(
        new NetlinkChange.AddVeth(
            "d0",
            MacAddress.parse("02:00:00:00:00:0a"),
            "peer",
            MacAddress.parse("02:00:00:00:00:0b"),
            OptionalInt.empty(),
            1500));
  }
}
