package io.weft.pipeline.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.openflow.DummyBridge;
import io.weft.openflow.text.MeterText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The golden files in a real switch, and single packets through it.
class RealSwitchTest {

  private static final String ROUTER = "0a:77:65:66:74:01";
  private static DummyBridge bridge;

  @BeforeAll
  static void start() {
    Map<Integer, String> ports = new TreeMap<>();
    Dump.NAMES.ports().forEach((port, name) -> ports.put(port.number(), name));
    bridge = DummyBridge.start(ports, Dump.NAMES.tables());
    Configuration.TWO_PODS
        .compiler()
        .program()
        .meters()
        .values()
        .forEach(meter -> bridge.ofctl("", "add-meter", "br0", MeterText.print(meter)));
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  private static void load(Configuration configuration) {
    String file = GoldenTest.DIRECTORY.resolve(configuration.fileName()).toString();
    bridge.ofctl("", "del-flows", "br0");
    bridge.ofctl("", "del-groups", "br0");
    Path groups = GoldenTest.DIRECTORY.resolve(configuration.groupsFileName());
    if (Files.exists(groups)) {
      bridge.ofctl("", "add-groups", "br0", groups.toString());
    }
    bridge.ofctl("", "--bundle", "add-flows", "br0", file);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheSwitchShowsIsWhatTheGoldenFileSays(Configuration configuration) throws IOException {
    load(configuration);
    String dump = bridge.ofctl("", "--no-stats", "--names", "dump-flows", "br0");
    List<String> shown =
        dump.lines().map(String::strip).filter(line -> line.startsWith("cookie")).toList();
    List<String> written =
        Files.readAllLines(GoldenTest.DIRECTORY.resolve(configuration.fileName())).stream()
            .filter(line -> line.startsWith("cookie"))
            .toList();
    assertThat(shown).containsExactlyInAnyOrderElementsOf(written);
  }

  private static String fromPod1(String rest) {
    return "in_port=pod1,dl_src=0e:00:00:00:00:01,dl_dst=" + ROUTER + "," + rest;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tcp,nw_src=10.244.1.11,nw_dst=10.244.1.12,nw_ttl=64,tcp_flags=syn | output port is 12",
        "tcp6,ipv6_src=fd00:10:244:1::11,ipv6_dst=fd00:10:244:1::12,nw_ttl=64,tcp_flags=syn"
            + " | output port is 12",
        "udp,nw_src=10.244.1.11,nw_dst=198.51.100.1,nw_ttl=64 | output port is 1",
        "udp,nw_src=10.244.1.12,nw_dst=198.51.100.1,nw_ttl=64 | Datapath actions: drop",
        "udp,nw_src=10.244.1.11,nw_dst=10.244.1.99,nw_ttl=64 | actions(meter(0),userspace(pid=0,controller(",
        "udp,nw_src=10.244.1.11,nw_dst=10.244.1.12,nw_ttl=1 | actions(meter(0),userspace(pid=0,controller(",
      })
  void onePacketOfANewConnection(String packet, String expected) {
    load(Configuration.TWO_PODS);
    assertThat(bridge.trace(fromPod1(packet), "trk,new")).contains(expected);
  }

  @Test
  void anArpRequestIsAnsweredOutOfItsOwnPort() {
    load(Configuration.TWO_PODS);
    String trace =
        bridge.trace(
            "in_port=pod1,dl_src=0e:00:00:00:00:01,dl_dst=ff:ff:ff:ff:ff:ff,arp,arp_op=1,"
                + "arp_spa=10.244.1.11,arp_tpa=10.244.1.1,arp_sha=0e:00:00:00:00:01",
            "trk,new");
    assertThat(lastLine(trace)).contains("arp(sip=10.244.1.1,tip=10.244.1.11,op=2,sha=" + ROUTER);
  }

  @Test
  void aNeighbourSolicitationIsAnsweredOutOfItsOwnPort() {
    load(Configuration.TWO_PODS);
    String trace =
        bridge.trace(
            "in_port=pod1,dl_src=0e:00:00:00:00:01,dl_dst=33:33:ff:00:00:01,icmp6,"
                + "icmpv6_type=135,icmpv6_code=0,ipv6_src=fd00:10:244:1::11,ipv6_dst=ff02::1:ff00:1,"
                + "nd_target=fd00:10:244:1::1,nd_sll=0e:00:00:00:00:01,nd_options_type=1",
            "trk,new");
    assertThat(lastLine(trace)).contains("src=fd00:10:244:1::1,dst=fd00:10:244:1::11");
    assertThat(lastLine(trace)).contains("nd(tll=" + ROUTER).contains("icmpv6(type=136");
  }

  @Test
  void aGroupChoosesByTheDatapathsHashWithoutLookingAtTheClientsPort() {
    load(Configuration.SERVICES);
    String packet = "tcp,nw_src=10.244.1.11,nw_dst=10.96.0.10,nw_ttl=64,tcp_dst=80,tcp_flags=syn";
    String trace = bridge.trace(fromPod1(packet), "trk,new");
    assertThat(lastLine(trace)).contains("hash(l4(0)),recirc(");
    assertThat(trace.lines().filter(line -> line.startsWith("Megaflow")))
        .noneMatch(line -> line.contains("tp_src") || line.contains("tcp_src"));
  }

  private static String lastLine(String trace) {
    return Arrays.asList(trace.split("\n", -1)).reversed().stream()
        .filter(line -> line.startsWith("Datapath actions"))
        .findFirst()
        .orElseThrow();
  }
}
