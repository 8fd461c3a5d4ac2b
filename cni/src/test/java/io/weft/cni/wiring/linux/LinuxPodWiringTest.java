package io.weft.cni.wiring.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.weft.cni.linux.TestNetwork;
import io.weft.cni.netlink.Link;
import io.weft.cni.netlink.NetlinkChange;
import io.weft.cni.netlink.PacketGuard;
import io.weft.cni.netlink.Rtnetlink;
import io.weft.cni.spec.AttachmentKey;
import io.weft.cni.wiring.HostInterfaceName;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodMac;
import io.weft.cni.wiring.WiringException;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinuxPodWiringTest {
  private static final AttachmentKey KEY = new AttachmentKey("c0ffee", "eth0");
  private static final IpAddress V4 = IpAddress.parse("10.244.1.7");
  private static final IpAddress V6 = IpAddress.parse("fd00:10:244:1::7");
  private static final String HOST_END = HostInterfaceName.of(KEY);

  private final TestNetwork network = new TestNetwork();
  private final LinuxPodWiring wiring = new LinuxPodWiring();

  @AfterEach
  void close() {
    network.close();
  }

  private static PodLink.Node node(boolean userspace) {
    return new PodLink.Node(
        List.of(IpPrefix.parse("10.244.1.0/24"), IpPrefix.parse("fd00:10:244:1::/64")),
        1450,
        userspace);
  }

  private static PodLink link(String netns, boolean userspace, IpAddress... addresses) {
    List<IpAddress> gateways = new ArrayList<>();
    for (IpAddress address : addresses) {
      gateways.add(IpAddress.parse(address.isIpv4() ? "10.244.1.1" : "fd00:10:244:1::1"));
    }
    return new PodLink(
        HOST_END, netns, "eth0", PodMac.of(KEY), List.of(addresses), gateways, node(userspace));
  }

  private List<Link> hostEnds() {
    return network.onNode(() -> {
      try (Rtnetlink node = Rtnetlink.open()) {
        return node.links().stream().filter(l -> l.name().startsWith("weft")).toList();
      }
    });
  }

  private Set<String> guarded() {
    return network.onNode(() -> {
      try (PacketGuard guards = PacketGuard.open()) {
        return guards.guarded();
      }
    });
  }

  @Test
  void everythingIsPresentInThePod() {
    PodLink link = link(network.addNamespace("pod"), true, V4, V6);
    network.onNode(() -> wiring.attach(link));
    assertThat(network.in("pod", "ip", "-d", "addr", "show", "dev", "eth0"))
        .contains("mtu 1450", "state UP", "veth", PodMac.of(KEY).toString())
        .contains("inet 10.244.1.7/32 scope global", "inet6 fd00:10:244:1::7/128 scope global")
        .doesNotContain("tentative");
    assertThat(network.in("pod", "ip", "route"))
        .isEqualToIgnoringWhitespace("default via 10.244.1.1 dev eth0 proto static onlink");
    assertThat(network.in("pod", "ip", "-6", "route"))
        .contains("default via fd00:10:244:1::1 dev eth0");
    assertThat(network.in("pod", "ip", "link", "show", "lo")).contains("UP");
    assertThat(network.in("pod", "cat", "/proc/sys/net/ipv6/conf/eth0/accept_ra")).isEqualTo("0\n");
    assertThat(network.in("pod", "ethtool", "-k", "eth0")).contains("tx-checksumming: off");
    assertThat(network.onNode(() -> wiring.differences(link))).isEmpty();
  }

  @Test
  void theHostsEndIsUpGuardedAndWithoutAddresses() {
    PodLink link = link(network.addNamespace("pod"), true, V4, V6);
    network.onNode(() -> wiring.attach(link));
    assertThat(hostEnds())
        .singleElement()
        .extracting(Link::name, Link::mac, Link::mtu, Link::up, Link::running)
        .containsExactly(HOST_END, PodMac.HOST_END, 1450, true, true);
    assertThat(network.in("node", "ip", "addr", "show", "dev", HOST_END)).doesNotContain("inet");
    assertThat(guarded()).containsExactly(HOST_END);
    assertThat(network.onNode(wiring::hostInterfaces)).containsExactly(HOST_END);
  }

  @Test
  void onTheKernelDatapathThereIsNoGuardAndOffloadStays() {
    PodLink link = link(network.addNamespace("pod"), false, V4);
    network.onNode(() -> wiring.attach(link));
    assertThat(guarded()).isEmpty();
    assertThat(network.in("pod", "ethtool", "-k", "eth0")).contains("tx-checksumming: on");
    assertThat(network.in("pod", "ip", "addr", "show", "dev", "eth0")).doesNotContain("inet6");
    assertThat(network.onNode(() -> wiring.differences(link))).isEmpty();
  }

  @Test
  void announcementsOfBothFamiliesAreOnTheWire() throws Exception {
    PodLink link = link(network.addNamespace("pod"), false, V4, V6);
    network.onNode(() -> wiring.attach(link));
    Process capture =
        network.start(
            "node",
            "tcpdump",
            "-n",
            "-e",
            "-l",
            "-c",
            "2",
            "-i",
            HOST_END,
            "arp or (icmp6 and ip6[40] == 136)");
    try (var lines = capture.inputReader()) {
      String line = lines.readLine();
      while (line != null && !line.contains("listening on")) {
        line = lines.readLine();
      }
      network.onNode(() -> wiring.announce(link));
      String first = lines.readLine();
      String second = lines.readLine();
      assertThat(first).contains("10.244.1.7 tell 10.244.1.7", "> ff:ff:ff:ff:ff:ff");
      assertThat(second)
          .contains("neighbor advertisement, tgt is fd00:10:244:1::7", "> 33:33:00:00:00:01")
          .doesNotContain("bad");
    } finally {
      capture.destroy();
      capture.waitFor();
    }
  }

  @Test
  void detachingNeedsNoNamespaceAndMayBeRepeated() {
    PodLink link = link(network.addNamespace("pod"), true, V4);
    network.onNode(() -> wiring.attach(link));
    network.removeNamespace("pod");
    network.onNode(() -> wiring.detach(List.of(HOST_END)));
    network.onNode(() -> wiring.detach(List.of(HOST_END)));
    assertThat(hostEnds()).isEmpty();
    assertThat(guarded()).isEmpty();
  }

  @Test
  void aHalfFinishedAttachmentIsReplaced() {
    PodLink link = link(network.addNamespace("pod"), true, V4, V6);
    network.in("node", "ip", "link", "add", HOST_END, "type", "veth", "peer", "name", "weft-half");
    network.onNode(() -> wiring.attach(link));
    assertThat(network.onNode(() -> wiring.differences(link))).isEmpty();
    network.onNode(() -> wiring.attach(link));
    assertThat(network.onNode(() -> wiring.differences(link))).isEmpty();
    assertThat(hostEnds()).hasSize(1);
  }

  @Test
  void aFailureLeavesNothingBehind() {
    String pod = network.addNamespace("pod");
    IpAddress foreign = IpAddress.parse("127.0.0.1");
    PodLink link =
        new PodLink(
            HOST_END, pod, "eth0", PodMac.of(KEY), List.of(V4), List.of(foreign), node(true));
    assertThatThrownBy(() -> network.onNode(() -> wiring.attach(link)))
        .isInstanceOf(WiringException.class)
        .hasMessageContaining("cannot make interface eth0 of " + pod)
        .hasMessageContaining("PutRoute");
    assertThat(hostEnds()).isEmpty();
    assertThat(guarded()).isEmpty();
    assertThat(network.in("pod", "ip", "-o", "link")).doesNotContain("eth0");
  }

  @Test
  void anotherInterfaceOfThatNameInThePodIsNotTouched() {
    PodLink link = link(network.addNamespace("pod"), true, V4);
    network.in("pod", "ip", "link", "add", "eth0", "type", "veth", "peer", "name", "other");
    assertThatThrownBy(() -> network.onNode(() -> wiring.attach(link)))
        .hasMessageContaining("EEXIST");
    assertThat(network.in("pod", "ip", "-o", "link")).contains("eth0");
    assertThat(hostEnds()).isEmpty();
  }

  @Test
  void badNamespacesAreRefusedByName() {
    PodLink missing = link("/run/netns/wcni-no-such", true, V4);
    assertThatThrownBy(() -> network.onNode(() -> wiring.attach(missing)))
        .hasMessageContaining("cannot open network namespace /run/netns/wcni-no-such: ENOENT");
    PodLink own = link("/proc/self/ns/net", true, V4);
    assertThatThrownBy(() -> network.onNode(() -> wiring.attach(own)))
        .hasMessageContaining("the node's own network namespace");
    assertThatThrownBy(() -> network.onNode(() -> wiring.detach(List.of("eth0"))))
        .hasMessageContaining("eth0 is not the host's end of a Pod interface");
  }

  @Test
  void whatIsMissingIsNamed() {
    PodLink link = link(network.addNamespace("pod"), true, V4, V6);
    network.onNode(() -> wiring.attach(link));
    network.in("pod", "ip", "addr", "del", "10.244.1.7/32", "dev", "eth0");
    network.in("pod", "ip", "-6", "route", "del", "default");
    network.in("pod", "ip", "link", "set", "eth0", "mtu", "1400");
    network.in("node", "ip", "link", "set", HOST_END, "down");
    network.in("node", "nft", "flush", "ruleset");
    assertThat(network.onNode(() -> wiring.differences(link)))
        .contains(
            "interface %s on the host is down".formatted(HOST_END),
            "interface eth0 in the Pod has MTU 1400, not 1450",
            "interface eth0 in the Pod lacks address 10.244.1.7",
            "the Pod lacks its default route by way of fd00:10:244:1::1",
            "host interface %s is not guarded".formatted(HOST_END));
    network.onNode(() -> wiring.detach(List.of(HOST_END)));
    assertThat(network.onNode(() -> wiring.differences(link)))
        .contains(
            "host interface %s is missing".formatted(HOST_END),
            "interface eth0 is missing in the Pod");
  }

  @Test
  void hundredsOfCyclesInParallelLeaveNothingBehind() {
    List<String> pods = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      pods.add(network.addNamespace("pod" + i));
    }
    List<String> namespaces = TestNetwork.namespacesOfThreads();
    cycle(pods, 1);
    long files = TestNetwork.openFiles();
    cycle(pods, 25);
    assertThat(hostEnds()).isEmpty();
    assertThat(guarded()).isEmpty();
    assertThat(TestNetwork.namespacesOfThreads()).isEqualTo(namespaces);
    // Packet sockets are closed elsewhere, a moment later.
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          while (TestNetwork.openFiles() > files) {
            Thread.onSpinWait();
          }
        });
  }

  /// Each Pod is attached, announced and detached `rounds` times, all side by side.
  private void cycle(List<String> pods, int rounds) {
    try (ExecutorService pool = Executors.newFixedThreadPool(pods.size())) {
      CompletableFuture.allOf(
              pods.stream()
                  .map(pod -> CompletableFuture.runAsync(() -> cycle(pod, rounds), pool))
                  .toArray(CompletableFuture[]::new))
          .join();
    }
  }

  private void cycle(String pod, int rounds) {
    AttachmentKey key = new AttachmentKey("c" + pod.substring(pod.length() - 4), "eth0");
    IpAddress address = V4.plus(pod.charAt(pod.length() - 1));
    PodLink link =
        new PodLink(
            HostInterfaceName.of(key),
            pod,
            "eth0",
            PodMac.of(key),
            List.of(address, V6),
            List.of(IpAddress.parse("10.244.1.1"), IpAddress.parse("fd00:10:244:1::1")),
            node(true));
    for (int i = 0; i < rounds; i++) {
      network.onNode(() -> {
        wiring.attach(link);
        wiring.announce(link);
        wiring.detach(List.of(link.hostInterface()));
      });
    }
  }

  @Test
  void aStrayHostEndIsListedAndOthersAreNot() {
    network.onNode(() -> {
      try (Rtnetlink node = Rtnetlink.open()) {
        node.apply(
            new NetlinkChange.AddVeth(
                HOST_END, PodMac.HOST_END, "weft-gw", PodMac.of(KEY), OptionalInt.empty(), 1500));
      }
    });
    assertThat(network.onNode(wiring::hostInterfaces)).containsExactly(HOST_END);
  }
}
