package io.weft.pipeline.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.EndpointSlice;
import io.weft.cluster.EndpointSlice.Endpoint;
import io.weft.cluster.EndpointSlice.EndpointPort;
import io.weft.cluster.Protocol;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ServiceWaysTest {

  private static final Service.Port HTTP =
      new Service.Port("http", Protocol.TCP, 80, OptionalInt.of(30080));

  private enum Condition {
    READY,
    SERVING_TERMINATING,
    TERMINATING,
    UNREADY
  }

  private static Endpoint endpoint(
      int number, Condition condition, String node, List<String> zones, List<String> nodes) {
    return new Endpoint(
        IpAddress.parse("10.0.0." + number),
        condition == Condition.READY,
        condition == Condition.READY || condition == Condition.SERVING_TERMINATING,
        condition == Condition.SERVING_TERMINATING || condition == Condition.TERMINATING,
        node,
        "",
        new TreeSet<>(zones),
        new TreeSet<>(nodes));
  }

  private static Endpoint endpoint(int number, Condition condition, String node) {
    return endpoint(number, condition, node, List.of(), List.of());
  }

  private static Endpoint zoned(int number, String... zones) {
    return endpoint(number, Condition.READY, "n" + number, List.of(zones), List.of());
  }

  private static EndpointSlice slice(String name, Endpoint... endpoints) {
    return new EndpointSlice(
        "x",
        name,
        "web",
        IpFamily.IPV4,
        List.of(endpoints),
        List.of(new EndpointPort("http", Protocol.TCP, OptionalInt.of(8080))));
  }

  private static Service service(boolean internalLocal, boolean externalLocal) {
    return Service.named("x", "web")
        .type(Service.Type.NODE_PORT)
        .clusterIps(List.of(IpAddress.parse("10.96.0.1")))
        .ports(List.of(HTTP))
        .externalTrafficLocal(externalLocal)
        .internalTrafficLocal(internalLocal)
        .build();
  }

  /// Seen from node `n1` in zone `z1`.
  private static ServiceWays ways(Service service, Endpoint... endpoints) {
    return ServiceWays.of(
        service,
        ServiceEndpoint.merged(List.of(slice("a", endpoints)), HTTP, IpFamily.IPV4, "n1"),
        "n1",
        Optional.of("z1"));
  }

  private static List<String> targets(Way way) {
    return switch (way) {
      case Way.Balance(var targets) -> targets.stream().map(Object::toString).toList();
      case Way.Reject _ -> List.of("reject");
      case Way.Drop _ -> List.of("drop");
    };
  }

  @Test
  void readyEndpointsShareTheTraffic() {
    ServiceWays ways =
        ways(
            service(false, false),
            endpoint(2, Condition.READY, "n2"),
            endpoint(1, Condition.READY, "n1"),
            endpoint(3, Condition.UNREADY, "n1"));
    assertThat(targets(ways.internal())).containsExactly("10.0.0.1:8080", "10.0.0.2:8080");
    assertThat(ways.external()).isEqualTo(ways.internal());
  }

  @Test
  void withoutAnyEndpointTrafficIsRejected() {
    ServiceWays ways = ways(service(true, true), endpoint(1, Condition.TERMINATING, "n1"));
    assertThat(targets(ways.internal())).containsExactly("reject");
    assertThat(targets(ways.external())).containsExactly("reject");
  }

  @Test
  void policyLocalDropsWhereTheEndpointsAreElsewhere() {
    ServiceWays ways = ways(service(true, true), endpoint(2, Condition.READY, "n2"));
    assertThat(targets(ways.internal())).containsExactly("drop");
    assertThat(targets(ways.external())).containsExactly("drop");
    assertThat(targets(ways.insider())).containsExactly("10.0.0.2:8080");
  }

  @Test
  void whatTerminatesServesOnlyWhereNothingIsReady() {
    assertThat(
            targets(
                ways(
                        service(false, false),
                        endpoint(1, Condition.SERVING_TERMINATING, "n1"),
                        endpoint(2, Condition.TERMINATING, "n2"))
                    .internal()))
        .containsExactly("10.0.0.1:8080");
    assertThat(
            targets(
                ways(
                        service(true, false),
                        endpoint(1, Condition.SERVING_TERMINATING, "n1"),
                        endpoint(2, Condition.READY, "n2"))
                    .internal()))
        .containsExactly("10.0.0.1:8080");
  }

  @Test
  void zoneHintsCountOnlyIfEveryReadyEndpointHasThemAndOneIsForThisZone() {
    Service service = service(false, false);
    assertThat(targets(ways(service, zoned(1, "z2"), zoned(2, "z1")).internal()))
        .containsExactly("10.0.0.2:8080");
    assertThat(targets(ways(service, zoned(1, "z2"), zoned(2)).internal())).hasSize(2);
    assertThat(targets(ways(service, zoned(1, "z2"), zoned(2, "z3")).internal())).hasSize(2);
  }

  @Test
  void nodeHintsComeBeforeZoneHints() {
    Endpoint here = endpoint(1, Condition.READY, "n1", List.of("z1"), List.of("n1"));
    Endpoint there = endpoint(2, Condition.READY, "n2", List.of("z1"), List.of("n2"));
    assertThat(targets(ways(service(false, false), here, there).internal()))
        .containsExactly("10.0.0.1:8080");
    Endpoint unhinted = endpoint(2, Condition.READY, "n2", List.of("z1"), List.of());
    assertThat(targets(ways(service(false, false), here, unhinted).internal())).hasSize(2);
  }

  @Test
  void anEndpointInSeveralSlicesCountsOnceAndLocalIfOneSaysSo() {
    List<ServiceEndpoint> merged =
        ServiceEndpoint.merged(
            List.of(
                slice("b", endpoint(1, Condition.READY, "n1")),
                slice("a", endpoint(1, Condition.READY, "n2"))),
            HTTP,
            IpFamily.IPV4,
            "n1");
    assertThat(merged).hasSize(1);
    assertThat(merged.getFirst().local()).isTrue();
    assertThat(ServiceWays.readyLocal(merged)).isEqualTo(1);
  }

  @Test
  void slicesAreReadByPortNameAndProtocol() {
    Service.Port udp = new Service.Port("http", Protocol.UDP, 80, OptionalInt.empty());
    Service.Port other = new Service.Port("admin", Protocol.TCP, 80, OptionalInt.empty());
    List<EndpointSlice> slices = List.of(slice("a", endpoint(1, Condition.READY, "n1")));
    assertThat(ServiceEndpoint.merged(slices, udp, IpFamily.IPV4, "n1")).isEmpty();
    assertThat(ServiceEndpoint.merged(slices, other, IpFamily.IPV4, "n1")).isEmpty();
    assertThat(ServiceEndpoint.merged(slices, HTTP, IpFamily.IPV6, "n1")).isEmpty();
  }
}
