package io.weft.cni.wiring.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cni.linux.TestNetwork;
import io.weft.cni.netlink.PacketGuard;
import io.weft.cni.netlink.Rtnetlink;
import io.weft.cni.spec.AttachmentKey;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodMac;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process that attaches and detaches is killed somewhere in between.
class KilledHalfWayTest {
  private static final AttachmentKey KEY = new AttachmentKey("killed", "eth0");

  private final TestNetwork network = new TestNetwork();
  private final LinuxPodWiring wiring = new LinuxPodWiring();

  @AfterEach
  void close() {
    network.close();
  }

  private static PodLink link(String netns) {
    PodLink.Node node = new PodLink.Node(List.of(IpPrefix.parse("10.244.1.0/24")), 1450, true);
    return PodLink.of(
        new Attachment(
            KEY,
            "weft",
            netns,
            Optional.empty(),
            PodMac.of(KEY),
            List.of(IpAddress.parse("10.244.1.7"))),
        node);
  }

  /// The process: attaches and detaches for ever, in the namespace it was started in.
  static final class AttachForEver {
    private AttachForEver() {}

    /// Takes the path of the Pod's namespace.
    public static void main(String[] arguments) {
      PodLink link = link(arguments[0]);
      LinuxPodWiring wiring = new LinuxPodWiring();
      wiring.attach(link);
      System.out.println("attached");
      System.out.flush();
      while (true) {
        wiring.attach(link);
        wiring.detach(List.of(link.hostInterface()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 9})
  void theNextAttachAndDetachMakeEverythingRight(int milliseconds) throws Exception {
    String pod = network.addNamespace("pod");
    Process process =
        network.start(
            "node",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            AttachForEver.class.getName(),
            pod);
    assertThat(process.inputReader().readLine()).isEqualTo("attached");
    LockSupport.parkNanos(milliseconds * 1_000_000L);
    process.destroyForcibly().waitFor();

    PodLink link = link(pod);
    network.onNode(() -> wiring.attach(link));
    assertThat(network.onNode(() -> wiring.differences(link))).isEmpty();
    network.onNode(() -> wiring.detach(List.of(link.hostInterface())));
    assertThat(network.onNode(wiring::hostInterfaces)).isEmpty();
    network.onNode(() -> {
      try (PacketGuard guards = PacketGuard.open();
          Rtnetlink inPod = Rtnetlink.openIn(pod)) {
        assertThat(guards.guarded()).isEmpty();
        assertThat(inPod.link("eth0")).isEmpty();
      }
    });
  }
}
