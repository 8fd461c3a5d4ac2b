package io.weft.lab.bench.churn;

import io.weft.lab.Lab;
import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.counters.SwitchCounts;
import io.weft.lab.node.Ovs;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.wait.Waiting;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Ten thousand megaflows that stay: a Pod sends UDP to 10,000 Service ports, 50 Services of 100
/// ports in both families, from a new port every few seconds, before the switch forgets a megaflow
/// that nothing uses (10 s). One Pod is behind them all and answers nothing.
final class ManyMegaflows implements AutoCloseable {

  /// How many there are at least.
  static final int COUNT = 10_000;

  private static final int SERVICES = 50;
  private static final int PORTS = 100;
  private static final int FIRST_PORT = 1000;
  private static final int TARGET_PORT = 8080;
  private static final int BURST = 20;
  private static final Duration SWEEP = Duration.ofSeconds(4);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final DatagramChannel sink;
  private final Thread sender;

  private ManyMegaflows(DatagramChannel sink, Thread sender) {
    this.sink = sink;
    this.sender = sender;
  }

  /// Applies the Services, starts the traffic, and returns when the megaflows are there.
  ///
  /// @param client who sends
  /// @param server who is behind the Services
  static ManyMegaflows start(Lab lab, LabPod client, LabPod server) {
    lab.apply(IntStream.range(0, SERVICES).mapToObj(i -> service(i)).toList());
    lab.apply(
        IntStream.range(0, SERVICES)
            .boxed()
            .flatMap(i -> server.addresses().stream().map(address -> slice(i, address)))
            .toList());
    DatagramChannel sink =
        server
            .namespace()
            .call(() ->
                DatagramChannel.open()
                    .bind(new InetSocketAddress(InetAddress.getByName("::"), TARGET_PORT)));
    Thread sender = Thread.ofPlatform().daemon().name("weft-sweeps").start(() -> sweep(client));
    ManyMegaflows flows = new ManyMegaflows(sink, sender);
    Ovs ovs = lab.node("n1").ovs();
    try {
      Waiting.until(COUNT + " megaflows", PATIENCE, () -> present(ovs) >= COUNT);
    } catch (RuntimeException e) {
      flows.close();
      throw e;
    }
    return flows;
  }

  /// How many the switch has now, of both families.
  static long present(Ovs ovs) {
    return Arrays.stream(IpFamily.values())
        .mapToLong(family -> SwitchCounts.megaflows(ovs, family))
        .sum();
  }

  private static String clusterIp(int i, boolean ipv6) {
    return ipv6 ? "fd00:10:96::%x".formatted(0x5000 + i) : "10.96.80.%d".formatted(1 + i);
  }

  private static KubernetesObject service(int i) {
    String ports =
        IntStream.range(0, PORTS)
            .mapToObj(port ->
                "{name: p%d, protocol: UDP, port: %d, targetPort: %d}"
                    .formatted(port, FIRST_PORT + port, TARGET_PORT))
            .collect(Collectors.joining(", "));
    return BenchLab.object(
        """
        apiVersion: v1
        kind: Service
        metadata: {name: many-%d, namespace: bench}
        spec:
          type: ClusterIP
          clusterIP: "%s"
          clusterIPs: ["%s", "%s"]
          ipFamilies: [IPv4, IPv6]
          ports: [%s]
        """
            .formatted(i, clusterIp(i, false), clusterIp(i, false), clusterIp(i, true), ports));
  }

  private static KubernetesObject slice(int i, IpAddress endpoint) {
    String family = endpoint.isIpv4() ? "IPv4" : "IPv6";
    String ports =
        IntStream.range(0, PORTS)
            .mapToObj(port -> "{name: p%d, protocol: UDP, port: %d}".formatted(port, TARGET_PORT))
            .collect(Collectors.joining(", "));
    return BenchLab.object(
        """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        addressType: %s
        metadata: {name: many-%d-%d, namespace: bench, labels: {kubernetes.io/service-name: many-%d}}
        ports: [%s]
        endpoints:
        - {addresses: ["%s"], conditions: {ready: true}, nodeName: n1}
        """
            .formatted(family, i, endpoint.isIpv4() ? 4 : 6, i, ports, endpoint));
  }

  /// A datagram to every port of every Service, spread over the time of a sweep; each sweep from a
  /// socket of its own, so that all its datagrams begin connections.
  private static void sweep(LabPod client) {
    List<InetSocketAddress> targets = new ArrayList<>();
    for (boolean ipv6 : new boolean[] {false, true}) {
      for (int i = 0; i < SERVICES; i++) {
        for (int port = 0; port < PORTS; port++) {
          targets.add(
              new InetSocketAddress(
                  address(IpAddress.parse(clusterIp(i, ipv6))), FIRST_PORT + port));
        }
      }
    }
    long pause = SWEEP.toMillis() * BURST / targets.size();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        try (DatagramSocket socket = client.namespace().call(DatagramSocket::new)) {
          for (int i = 0; i < targets.size(); i++) {
            socket.send(new DatagramPacket(new byte[] {1}, 1, targets.get(i)));
            if (i % BURST == 0) {
              Thread.sleep(pause);
            }
          }
        }
      }
    } catch (InterruptedException _) {
      // The end of the traffic.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetAddress address(IpAddress address) {
    try {
      return InetAddress.getByAddress(address.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the traffic.
  @Override
  public void close() {
    sender.interrupt();
    try {
      sender.join();
      sink.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
