package io.weft.pipeline.golden;

import static io.weft.pipeline.Example.ip;
import static io.weft.pipeline.Example.pod;
import static io.weft.pipeline.stage.Network.fromNode;
import static io.weft.pipeline.stage.Network.fromPod;
import static io.weft.pipeline.stage.Network.syn;
import static io.weft.pipeline.stage.Network.synAck;
import static io.weft.pipeline.stage.Network.throughTunnel;

import io.weft.net.IpFamily;
import io.weft.net.MacAddress;
import io.weft.openflow.Flow;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.text.FlowText;
import io.weft.pipeline.node.LocalPod;
import io.weft.pipeline.stage.Network;
import io.weft.pipeline.table.Table;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The ways of packets in the book are those that the compiled flows send them.
class PacketsLifeTest {

  private static final LocalPod A = pod(1, 1);
  private static final IpFamily V4 = IpFamily.IPV4;

  @Test
  void theChapterShowsTheWaysThatPacketsTake() throws IOException {
    Network network = new Network();
    Map<String, String> lives = new LinkedHashMap<>();
    lives.put("arp", way(network.at(1, arp())));
    lives.put("local", way(network.at(1, fromPod(A, syn(V4), ip("10.244.1.12")))));
    lives.put("local reply", way(network.at(1, fromPod(pod(1, 2), synAck(V4), ip("10.244.1.11")))));
    Trace out = network.at(1, fromPod(A, syn(V4), ip("10.244.2.11")));
    lives.put("remote out", way(out));
    lives.put("remote in", way(network.at(2, throughTunnel(out))));
    lives.put("world out", way(network.at(1, fromPod(A, syn(V4), ip("198.51.100.7")))));
    lives.put(
        "world back",
        way(network.at(1, fromNode(1, synAck(V4), ip("198.51.100.7"), ip("10.244.1.11")))));
    lives.put(
        "node out", way(network.at(1, fromNode(1, syn(V4), ip("10.244.1.1"), ip("10.244.1.11")))));
    lives.put("node back", way(network.at(1, fromPod(A, synAck(V4), ip("10.244.1.1")))));
    lives.put(
        "spoofed",
        way(
            network.at(
                1,
                fromPod(A, syn(V4), ip("10.244.1.12")).with(Field.IPV4_SRC, ip("10.244.1.12")))));
    Book.check("6-a-packets-life.md", lives);
  }

  private static Packet arp() {
    return Packet.of(
        Match.arp()
            .with(Field.IN_PORT, A.port())
            .with(Field.ETH_SRC, A.mac())
            .with(Field.ETH_DST, MacAddress.BROADCAST)
            .with(Field.ARP_OP, 1)
            .with(Field.ARP_SHA, A.mac())
            .with(Field.ARP_SPA, ip("10.244.1.11"))
            .with(Field.ARP_TPA, ip("10.244.1.1")));
  }

  /// One line a table: what matched, and what was done.
  private static String way(Trace trace) {
    StringBuilder text = new StringBuilder("```\n");
    for (Trace.Step.Lookup lookup : trace.lookups()) {
      Flow flow = lookup.flow().orElseThrow();
      String title = Table.numbered(lookup.table()).orElseThrow().title();
      String[] parts = FlowText.print(flow, Dump.NAMES).split(" actions=", 2);
      String match = parts[0].replaceFirst(".*priority=\\d+,?", "");
      text.append(
          "%-14s %s%n%15s→ %s%n"
              .formatted(title, match.isEmpty() ? "(anything)" : match, "", parts[1]));
    }
    return text.append("```\n").toString();
  }
}
