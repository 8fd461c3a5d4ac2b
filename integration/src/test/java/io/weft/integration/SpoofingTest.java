package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.cases.Endpoints;
import io.weft.lab.cases.Question;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.LabPod;
import io.weft.lab.process.Command;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
import io.weft.pipeline.table.Reserved;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

  /// What of this, and of what follows it on the same way, comes out at `device`.
  private static List<String> arrivals(
      LabPod from, NetworkNamespace at, String device, IpAddress to, byte[]... lies)
      throws IOException {
    String lie = "arp or (icmp6 and ip6[40] = 136)";
    try (Attacker pod = new Attacker(from.namespace(), "eth0");
        Sniffer arrived =
            new Sniffer(at, device, "(%s) or udp dst port %d".formatted(lie, Mailbox.PORT))) {
      for (byte[] frame : lies) {
        pod.send(frame);
      }
      IpAddress own = address(from, to.family());
      pod.send(Frames.udp(ROUTER, pod.mac(), own, to, Mailbox.PORT, "truth"));
      return List.copyOf(arrived.until(own + ".7777 > "));
    }
  }

  @Test
  void aPodCannotAnswerByArpForAnother() throws IOException {
    LabPod a = SharedLab.pod("a");
    LabPod b = SharedLab.pod("b");
    IpAddress ofA = address(a, IpFamily.IPV4);
    IpAddress ofB = address(b, IpFamily.IPV4);
    IpAddress ofC = address(SharedLab.pod("c"), IpFamily.IPV4);
    IpAddress gateway = IpAddress.parse("10.244.1.1");
    MacAddress mac = mac(a);
    IpAddress ofNode = a.node().spec().address(IpFamily.IPV4).orElseThrow();
    byte[] gatewayIsHere = Frames.arpReply(mac(b), mac, gateway, ofB);
    byte[] farPodIsHere = Frames.arpReply(mac(b), mac, ofC, ofB);
    byte[] neighbourIsHere = Frames.arpReply(ROUTER, mac, ofB, gateway);
    assertThat(arrivals(a, b.namespace(), "eth0", ofB, gatewayIsHere, farPodIsHere)).hasSize(1);
    assertThat(arrivals(a, a.node().namespace(), "weft-gw", ofNode, neighbourIsHere))
        .noneMatch(line -> line.contains(ofB + " is-at"));
    assertThat(neighbours(b)).noneMatch(line -> line.contains(mac.toString()));
    assertThat(answeredBy(b, IpFamily.IPV4))
        .as("who has %s and not %s", ofB, ofA)
        .isEqualTo("it/b");
  }

  @Test
  void aPodCannotAdvertiseAnothersAddress() throws IOException {
    LabPod a = SharedLab.pod("a");
    LabPod b = SharedLab.pod("b");
    IpAddress ofA = address(a, IpFamily.IPV6);
    IpAddress ofB = address(b, IpFamily.IPV6);
    IpAddress ofC = address(SharedLab.pod("c"), IpFamily.IPV6);
    MacAddress mac = mac(a);
    IpAddress all = IpAddress.parse("ff02::1");
    MacAddress everybody = MacAddress.parse("33:33:00:00:00:01");
    IpAddress ofNode = a.node().spec().address(IpFamily.IPV6).orElseThrow();
    byte[] farPodIsHere = Frames.neighbourAdvertisement(mac(b), mac, ofA, ofB, ofC);
    byte[] asIfByC = Frames.neighbourAdvertisement(everybody, mac, ofC, all, ofC);
    byte[] neighbourIsHere = Frames.neighbourAdvertisement(everybody, mac, ofA, all, ofB);
    byte[] toTheRouter = Frames.neighbourAdvertisement(ROUTER, mac, ofA, ofNode, ofB);
    assertThat(arrivals(a, b.namespace(), "eth0", ofB, farPodIsHere, asIfByC)).hasSize(1);
    assertThat(arrivals(a, a.node().namespace(), "weft-gw", ofNode, neighbourIsHere, toTheRouter))
        .noneMatch(line -> line.contains("tgt is " + ofB));
    assertThat(neighbours(b)).noneMatch(line -> line.contains(mac.toString()));
    assertThat(answeredBy(b, IpFamily.IPV6)).isEqualTo("it/b");
  }

  private static MacAddress mac(LabPod pod) {
    return MacAddress.parse(Attacker.link(pod.namespace(), "eth0").path("address").asText());
  }

  private static List<String> neighbours(LabPod pod) {
    return Command.of("ip", "-n", pod.namespace().name(), "neighbour").run().lines().toList();
  }

  /// Who answers the node at the Pod's address.
  private static String answeredBy(LabPod pod, IpFamily family) {
    Question question =
        new Question(
            "node:" + pod.node().name(),
            new Question.Target.Endpoint(pod.object().id().qualifiedName(), family),
            Protocol.TCP,
            80,
            Optional.empty(),
            Optional.empty());
    var probe = new Endpoints(SharedLab.lab()).probe(question, Duration.ofSeconds(3));
    return SharedLab.lab().prober().run(List.of(probe)).getFirst()
            instanceof Outcome.Answered(var by)
        ? by.endpoint()
        : "nobody";
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
