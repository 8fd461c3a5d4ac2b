package io.weft.lab.bench.services;

import io.weft.lab.bench.BenchLab;
import io.weft.lab.bench.Benchmark;
import io.weft.lab.bench.Row;
import io.weft.lab.bench.Turns;
import io.weft.lab.bench.traffic.Cost;
import io.weft.lab.bench.traffic.Lane;
import io.weft.lab.bench.traffic.TrafficLab;
import io.weft.lab.bench.traffic.TrafficLab.Group;
import io.weft.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What a Service, and one that keeps its clients, cost the switch, by connection and by byte.
public final class ServiceTaxBenchmark implements Benchmark {

  private static final String SERVICE_TAX = "service-tax";
  private static final String AFFINITY_TAX = "affinity-tax";
  private static final double SERVICE_TARGET = 1.3;
  private static final double AFFINITY_TARGET = 1.2;
  private static final String DIRECT = "direct";
  private static final String SERVICE = "by Service";
  private static final String AFFINE = "by Service with affinity";
  private static final IpAddress AFFINE_IP = IpAddress.parse("10.96.200.3");
  private static final int CONNECTIONS = 3_000;
  private static final Duration BULK = Duration.ofSeconds(2);

  @Override
  public List<String> names() {
    return List.of(SERVICE_TAX, AFFINITY_TAX);
  }

  @Override
  public String about() {
    return "Processor time of ovs-vswitchd, all threads, for 3,000 short TCP connections one at a time"
        + " (connect, a byte each way, reset), by connection, and for one bulk TCP connection of 2 s,"
        + " by byte received; all between Pods of one node that no policy selects, in turns."
        + " service-tax: by a Service of three endpoints against one of those Pods by its own address."
        + " affinity-tax: by a Service of the same endpoints with sessionAffinity ClientIP against the"
        + " one without.";
  }

  @Override
  public List<Row> run(int rounds, Consumer<String> progress) {
    try (TrafficLab lab = TrafficLab.up(3, Group.PLAIN)) {
      Lane direct = lab.direct(Group.PLAIN);
      Lane service = lab.byService(Group.PLAIN);
      Lane affine = affine(lab, service);
      progress.accept("the lab is up");
      Map<String, List<Cost>> connections =
          new Turns<Cost>()
              .with(DIRECT, () -> direct.connect(CONNECTIONS))
              .with(SERVICE, () -> service.connect(CONNECTIONS))
              .with(AFFINE, () -> affine.connect(CONNECTIONS))
              .take(rounds, progress);
      Map<String, List<Cost>> bulk =
          new Turns<Cost>()
              .with(DIRECT, () -> direct.bulk(BULK))
              .with(SERVICE, () -> service.bulk(BULK))
              .with(AFFINE, () -> affine.bulk(BULK))
              .take(rounds, progress);
      List<Row> rows = new ArrayList<>();
      rows.add(
          Cost.row(SERVICE_TAX, "short connections", connections, SERVICE, DIRECT, SERVICE_TARGET));
      rows.add(Cost.row(SERVICE_TAX, "bulk TCP", bulk, SERVICE, DIRECT, SERVICE_TARGET));
      rows.add(
          Cost.row(
              AFFINITY_TAX, "short connections", connections, AFFINE, SERVICE, AFFINITY_TARGET));
      rows.add(Cost.row(AFFINITY_TAX, "bulk TCP", bulk, AFFINE, SERVICE, AFFINITY_TARGET));
      return rows;
    }
  }

  /// A second Service with the endpoints of the first.
  private static Lane affine(TrafficLab lab, Lane service) {
    BenchLab.apply(
        lab.lab(),
        BenchLab.object(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: affine, namespace: bench}
            spec:
              type: ClusterIP
              clusterIP: %1$s
              clusterIPs: [%1$s]
              sessionAffinity: ClientIP
              ports: [{protocol: TCP, port: %2$d, targetPort: %2$d}]
            """
                .formatted(AFFINE_IP, TrafficLab.PORT)),
        lab.endpoints(Group.PLAIN, "affine"));
    Lane lane = new Lane(service.ovs(), service.client(), AFFINE_IP, TrafficLab.PORT);
    var _ = lane.connect(1);
    return lane;
  }
}
