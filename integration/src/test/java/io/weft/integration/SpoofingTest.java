package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.LabPod;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
import io.weft.pipeline.table.Reserved;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Nobody can pretend to be somebody else. Each test sends the lie and then the truth by the same
/// way, waits for the truth, and finds that the lie has not come.
class SpoofingTest {

  private static final MacAddress ROUTER = Reserved.ROUTER_MAC;
  private static final int GENEVE_PORT = 6081;

  private static IpAddress address(LabPod pod, IpFamily family) {
    return pod.addresses().stream().filter(a -> a.family() == family).findFirst().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void aPodCannotSendFromAnothersAddress(IpFamily family) throws IOException {
    LabPod a = SharedLab.pod("a");
    LabPod c = SharedLab.pod("c");
    IpAddress other = address(SharedLab.pod("b"), family);
    IpAddress to = address(c, family);
    try (Mailbox box = new Mailbox(c.namespace());
        Attacker pod = new Attacker(a.namespace(), "eth0")) {
      pod.send(Frames.udp(ROUTER, pod.mac(), other, to, Mailbox.PORT, "lie"));
      pod.send(Frames.udp(ROUTER, pod.mac(), address(a, family), to, Mailbox.PORT, "truth"));
      assertThat(box.until("truth")).containsExactly("truth");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPodCannotSendFromAnothersMac(IpFamily family) throws IOException {
    LabPod a = SharedLab.pod("a");
    LabPod b = SharedLab.pod("b");
    IpAddress from = address(a, family);
    IpAddress to = address(b, family);
    try (Mailbox box = new Mailbox(b.namespace());
        Attacker pod = new Attacker(a.namespace(), "eth0")) {
      MacAddress other = MacAddress.parse("02:00:00:00:00:77");
      pod.send(Frames.udp(ROUTER, other, from, to, Mailbox.PORT, "lie"));
      pod.send(Frames.udp(ROUTER, pod.mac(), from, to, Mailbox.PORT, "truth"));
      assertThat(box.until("truth")).containsExactly("truth");
    }
  }

  @Test
  void aPodCannotAskByArpAsAnother() throws IOException {
    LabPod a = SharedLab.pod("a");
    IpAddress own = address(a, IpFamily.IPV4);
    IpAddress other = address(SharedLab.pod("b"), IpFamily.IPV4);
    MacAddress otherMac = MacAddress.parse("02:00:00:00:00:77");
    try (Attacker pod = new Attacker(a.namespace(), "eth0");
        Sniffer replies = new Sniffer(a.namespace(), "eth0", "arp[6:2] = 2")) {
      pod.send(Frames.arpRequest(pod.mac(), pod.mac(), other, IpAddress.parse("10.244.1.241")));
      pod.send(Frames.arpRequest(otherMac, pod.mac(), own, IpAddress.parse("10.244.1.242")));
      pod.send(Frames.arpRequest(pod.mac(), otherMac, own, IpAddress.parse("10.244.1.243")));
      pod.send(Frames.arpRequest(pod.mac(), pod.mac(), own, IpAddress.parse("10.244.1.244")));
      assertThat(replies.until("10.244.1.244 is-at " + ROUTER)).hasSize(1);
    }
  }

  @Test
  void aPodCannotAskByNeighbourDiscoveryAsAnother() throws IOException {
    LabPod a = SharedLab.pod("a");
    IpAddress own = address(a, IpFamily.IPV6);
    IpAddress other = address(SharedLab.pod("b"), IpFamily.IPV6);
    try (Attacker pod = new Attacker(a.namespace(), "eth0");
        Sniffer replies = new Sniffer(a.namespace(), "eth0", "icmp6 and ip6[40] = 136")) {
      pod.send(
          Frames.neighbourSolicitation(pod.mac(), other, IpAddress.parse("fd00:10:244:1::f1")));
      pod.send(Frames.neighbourSolicitation(pod.mac(), own, IpAddress.parse("fd00:10:244:1::f2")));
      assertThat(replies.until("tgt is fd00:10:244:1::f2"))
          .noneMatch(line -> line.contains("fd00:10:244:1::f1"));
    }
  }

  @Test
  void aFrameToTheHostEndOfItsLinkDoesNotReachTheNode() throws IOException {
    LabPod a = SharedLab.pod("a");
    LabNode node = a.node();
    IpAddress from = address(a, IpFamily.IPV4);
    IpAddress to = node.spec().address(IpFamily.IPV4).orElseThrow();
    try (Mailbox box = new Mailbox(node.namespace());
        Attacker pod = new Attacker(a.namespace(), "eth0")) {
      MacAddress hostEnd =
          MacAddress.parse(
              Attacker.link(node.namespace(), hostPort(node, "it/a")).path("address").asText());
      pod.send(Frames.udp(hostEnd, pod.mac(), from, to, Mailbox.PORT, "lie"));
      pod.send(Frames.udp(ROUTER, pod.mac(), from, to, Mailbox.PORT, "truth"));
      assertThat(box.until("truth")).containsExactly("truth");
    }
  }

  private static String hostPort(LabNode node, String pod) {
    for (JsonNode entry : node.agent().client().ask("/pods").json()) {
      if (entry.path("pod").asText().equals(pod)) {
        return entry.path("port").asText();
      }
    }
    throw new AssertionError("the agent does not know " + pod);
  }

  @Test
  void aNodeCannotSendThroughTheTunnelFromAnotherNodesPods() throws IOException {
    LabPod a = SharedLab.pod("a");
    NetworkNamespace liar = SharedLab.lab().node("n3").namespace();
    IpAddress to = address(a, IpFamily.IPV4);
    IpAddress own = address(SharedLab.pod("d"), IpFamily.IPV4);
    IpAddress other = address(SharedLab.pod("c"), IpFamily.IPV4);
    MacAddress from = MacAddress.parse("02:00:00:00:00:77");
    try (Mailbox box = new Mailbox(a.namespace());
        DatagramChannel tunnel = liar.call(DatagramChannel::open)) {
      InetAddress target =
          InetAddress.getByAddress(a.node().spec().address(IpFamily.IPV4).orElseThrow().toBytes());
      var node = new InetSocketAddress(target, GENEVE_PORT);
      for (IpAddress source : new IpAddress[] {other, own}) {
        byte[] frame =
            Frames.udp(
                ROUTER, from, source, to, Mailbox.PORT, source.equals(own) ? "truth" : "lie");
        int sent = tunnel.send(ByteBuffer.wrap(Frames.geneve(0x5746, frame)), node);
        assertThat(sent).isPositive();
      }
      assertThat(box.until("truth")).containsExactly("truth");
    }
  }
}
