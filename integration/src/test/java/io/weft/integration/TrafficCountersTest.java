package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.bench.traffic.ConnectionCounts;
import io.weft.lab.bench.traffic.Lane;
import io.weft.lab.bench.traffic.TrafficLab;
import io.weft.lab.bench.traffic.TrafficLab.Group;
import io.weft.lab.state.ObjectId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What connections are to the switch, counted by itself: Pods that no policy selects, and Pods under
/// 10,000 rules.
class TrafficCountersTest {

  private static final int FIRST = 100;
  private static final int REST = 500;
  private static TrafficLab lab;

  @BeforeAll
  static void start() {
    lab = TrafficLab.up(3, Group.values());
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  @ParameterizedTest
  @EnumSource
  void packetsBetweenPodsPassTwiceAndShareFewMegaflows(Group group) {
    ConnectionCounts counts = ConnectionCounts.of(lab.direct(group), FIRST, REST);
    assertThat(counts.passes()).isBetween(1.95, 2.05);
    assertThat(counts.upcalls()).isLessThanOrEqualTo(0.01);
    assertThat(counts.megaflows()).isBetween(1L, 10L);
  }

  @ParameterizedTest
  @EnumSource
  void onlyTheFirstPacketToAServicePassesMoreThanTwice(Group group) {
    ConnectionCounts counts = ConnectionCounts.of(lab.byService(group), FIRST, REST);
    assertThat(counts.passes()).isBetween(2.0, 2.3);
    assertThat(counts.upcalls()).isLessThanOrEqualTo(0.01);
    assertThat(counts.megaflows()).isBetween(1L, 30L);
  }

  /// Where conntrack cannot be asked whether a tuple is taken, these connections get other source
  /// ports than their own.
  @ParameterizedTest
  @EnumSource
  void connectionsPastAServiceToItsEndpointsCostNoMoreThanOthers(Group group) {
    var _ = lab.byService(group).connect(FIRST);
    ConnectionCounts counts = ConnectionCounts.of(lab.pastService(group), FIRST, REST);
    assertThat(counts.passes()).isBetween(1.95, 2.05);
    assertThat(counts.upcalls()).isLessThanOrEqualTo(0.01);
    assertThat(counts.megaflows()).isBetween(1L, 10L);
  }

  /// Conntrack in user space has failed on this: a connection that asked for a translation to itself
  /// left two entries behind, and the next one with its tuple ended ovs-vswitchd.
  @Test
  void aClientUsesItsPortAgainAndAgain() {
    connectionsFromOnePortAreAnswered(lab.direct(Group.PLAIN));
  }

  /// The translation to where the packet goes anyway is one to itself, too.
  @Test
  void aServiceMayBeReachedAtItsEndpointsOwnAddress() {
    Lane lane = lab.direct(Group.PLAIN);
    lab.lab()
        .apply(
            SharedLab.objects(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: own, namespace: bench}
                spec:
                  type: ClusterIP
                  clusterIP: 10.96.200.9
                  clusterIPs: [10.96.200.9]
                  externalIPs: ["%s"]
                  ports: [{protocol: TCP, port: %d, targetPort: %d}]
                """
                    .formatted(lane.to(), lane.port(), lane.port()),
                """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata:
                  name: own-1
                  namespace: bench
                  labels: {kubernetes.io/service-name: own}
                addressType: IPv4
                ports: [{protocol: TCP, port: %d}]
                endpoints: [{addresses: ["%s"], nodeName: n1}]
                """
                    .formatted(lane.port(), lane.to())));
    try {
      connectionsFromOnePortAreAnswered(lane);
    } finally {
      lab.lab()
          .delete(
              List.of(
                  new ObjectId("Service", "bench", "own"),
                  new ObjectId("EndpointSlice", "bench", "own-1")));
    }
  }

  private static void connectionsFromOnePortAreAnswered(Lane lane) {
    for (int i = 0; i < 5; i++) {
      assertThat(answered(lane)).as("connection %d from one port", i).isTrue();
    }
  }

  private static boolean answered(Lane lane) {
    return lane.client()
        .call(() -> {
          try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(20_000));
            InetAddress server = InetAddress.getByAddress(lane.to().toBytes());
            channel.socket().connect(new InetSocketAddress(server, lane.port()), 3_000);
            int _ = channel.write(ByteBuffer.wrap(new byte[] {'?'}));
            return channel.read(ByteBuffer.allocate(1)) == 1;
          } catch (IOException _) {
            return false;
          }
        });
  }
}
