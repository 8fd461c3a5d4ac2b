package io.weft.cni.wiring.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cni.linux.TestNetwork;
import io.weft.cni.netlink.PacketGuard;
import io.weft.cni.spec.AttachmentKey;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodMac;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two Pods on a real bridge of OVS's userspace datapath.
class UserspaceDatapathTest {
  private static final PodLink.Node NODE =
      new PodLink.Node(List.of(IpPrefix.parse("10.244.1.0/24")), 1450, true);

  @TempDir private Path directory;
  private final TestNetwork network = new TestNetwork();
  private final LinuxPodWiring wiring = new LinuxPodWiring();
  private final List<Process> daemons = new ArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    for (Process daemon : daemons.reversed()) {
      daemon.destroy();
      daemon.waitFor(10, TimeUnit.SECONDS);
    }
    network.close();
  }

  private void startSwitch() throws IOException {
    String database = directory + "/conf.db";
    TestNetwork.run("ovsdb-tool", "create", database, "/usr/share/openvswitch/vswitch.ovsschema");
    daemon("ovsdb-server", "--remote=punix:" + directory + "/db.sock", database);
    // Waits for the server.
    vsctl("--retry", "--no-wait", "init");
    daemon("ovs-vswitchd", "--disable-system", "unix:" + directory + "/db.sock");
  }

  private void daemon(String program, String... arguments) throws IOException {
    String namespace = Path.of(network.path("node")).getFileName().toString();
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", namespace, program));
    words.addAll(List.of(arguments));
    words.add("--no-chdir");
    words.add("--unixctl=" + directory + "/" + program + ".ctl");
    words.add("--pidfile=" + directory + "/" + program + ".pid");
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(Map.of("OVS_RUNDIR", directory.toString()));
    daemons.add(
        builder
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(program + ".out").toFile())
            .start());
  }

  private void vsctl(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of("ovs-vsctl", "--timeout=10", "--db=unix:" + directory + "/db.sock"));
    command.addAll(List.of(words));
    TestNetwork.run(command.toArray(String[]::new));
  }

  private PodLink attach(String pod, int number) {
    AttachmentKey key = new AttachmentKey(pod, "eth0");
    IpAddress address = IpAddress.parse("10.244.1.0").plus(number);
    PodLink link =
        PodLink.of(
            new Attachment(
                key,
                "weft",
                network.addNamespace(pod),
                Optional.empty(),
                PodMac.of(key),
                List.of(address)),
            NODE);
    network.onNode(() -> wiring.attach(link));
    return link;
  }

  private void gatewayIsAt(String pod, String mac) {
    network.in(pod, "ip", "neigh", "replace", "10.244.1.1", "lladdr", mac, "dev", "eth0");
  }

  private boolean pings(String pod, String to) {
    try {
      network.in(pod, "ping", "-c1", "-W1", to);
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  @Test
  void theBridgeSeesAGuardedPodsPacketsAndTheNodesStackDoesNot() throws IOException {
    PodLink one = attach("one", 3);
    PodLink two = attach("two", 4);
    startSwitch();
    vsctl(
        "add-br",
        "br0",
        "--",
        "set",
        "bridge",
        "br0",
        "datapath_type=netdev",
        "fail-mode=secure",
        "--",
        "add-port",
        "br0",
        one.hostInterface(),
        "--",
        "add-port",
        "br0",
        two.hostInterface());
    Files.writeString(
        directory.resolve("flows"), "in_port=1 actions=output:2\nin_port=2 actions=output:1\n");
    TestNetwork.run(
        "ovs-ofctl",
        "add-flows",
        "unix:" + directory + "/br0.mgmt",
        directory.resolve("flows").toString());

    gatewayIsAt("one", two.podMac().toString());
    gatewayIsAt("two", one.podMac().toString());
    assertThat(pings("one", "10.244.1.4")).isTrue();

    network.in("node", "ip", "addr", "add", "10.9.9.9/32", "dev", "lo");
    network.in("node", "ip", "link", "set", "lo", "up");
    network.in("node", "ip", "route", "add", "10.244.1.3/32", "dev", one.hostInterface());
    gatewayIsAt("one", PodMac.HOST_END.toString());
    assertThat(pings("one", "10.9.9.9")).isFalse();
    network.onNode(() -> unguard(one.hostInterface()));
    assertThat(pings("one", "10.9.9.9")).isTrue();
  }

  private static void unguard(String device) {
    try (PacketGuard guards = PacketGuard.open()) {
      guards.unguard(device);
    }
  }
}
