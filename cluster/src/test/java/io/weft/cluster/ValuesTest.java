package io.weft.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ValuesTest {

  private static Pod pod(Pod.Phase phase) {
    return new Pod(
        "x",
        "a",
        "u1",
        Labels.NONE,
        Optional.of("n1"),
        false,
        phase,
        false,
        List.of(IpAddress.parse("10.0.0.5"), IpAddress.parse("fd00::5")),
        List.of(new Pod.ContainerPort("http", Protocol.TCP, 80)));
  }

  @Test
  void onlyASucceededOrFailedPodIsTerminated() {
    assertThat(List.of(Pod.Phase.values()).stream().filter(phase -> pod(phase).terminated()))
        .containsExactly(Pod.Phase.SUCCEEDED, Pod.Phase.FAILED);
  }

  @Test
  void aPodHasAtMostOneAddressOfEachFamily() {
    assertThat(pod(Pod.Phase.RUNNING).ip(IpFamily.IPV6)).contains(IpAddress.parse("fd00::5"));
    assertThat(pod(Pod.Phase.RUNNING).ip(IpFamily.IPV4)).contains(IpAddress.parse("10.0.0.5"));
  }

  @Test
  void portsOutsideTheRangeAreRefused() {
    assertThatThrownBy(() -> new Pod.ContainerPort("", Protocol.UDP, 65536))
        .hasMessageContaining("port 65536");
    assertThatThrownBy(() -> new Service.Port("", Protocol.UDP, 80, OptionalInt.of(0)))
        .hasMessageContaining("port 0");
    assertThatThrownBy(() -> new PortReference.Named("")).hasMessageContaining("empty port name");
  }

  @Test
  void aServiceIsWhatItIsGivenAndElseWhatTheApiServerWouldMakeOfIt() {
    Service.Port http = new Service.Port("http", Protocol.TCP, 80, OptionalInt.of(30080));
    Service.LoadBalancer balancer =
        new Service.LoadBalancer(
            List.of(IpAddress.parse("192.0.2.9")), List.of(), OptionalInt.empty());
    assertThat(
            Service.named("x", "web")
                .created(Instant.ofEpochSecond(7))
                .type(Service.Type.LOAD_BALANCER)
                .clusterIps(List.of(IpAddress.parse("10.96.0.1")))
                .externalIps(List.of(IpAddress.parse("192.0.2.8")))
                .ports(List.of(http))
                .loadBalancer(balancer)
                .externalTrafficLocal(true)
                .internalTrafficLocal(false)
                .affinity(Optional.of(Duration.ofHours(3)))
                .publishNotReady(true)
                .distribution(Service.TrafficDistribution.PREFER_SAME_ZONE)
                .build())
        .isEqualTo(
            new Service(
                ObjectKey.service("x", "web"),
                Instant.ofEpochSecond(7),
                Service.Type.LOAD_BALANCER,
                List.of(IpAddress.parse("10.96.0.1")),
                List.of(IpAddress.parse("192.0.2.8")),
                List.of(http),
                balancer,
                true,
                false,
                Optional.of(Duration.ofHours(3)),
                true,
                Service.TrafficDistribution.PREFER_SAME_ZONE));
    Service bare = Service.named("x", "web").build();
    assertThat(bare.type()).isEqualTo(Service.Type.CLUSTER_IP);
    assertThat(bare.created()).isEqualTo(Instant.EPOCH);
    assertThat(bare.affinity()).isEmpty();
    assertThat(bare.internalTrafficLocal()).isFalse();
  }

  @Test
  void everyObjectNamesItselfByItsOwnKey() {
    Service service =
        Service.named("x", "web").clusterIps(List.of(IpAddress.parse("10.96.0.1"))).build();
    EndpointSlice slice =
        new EndpointSlice("x", "web-1", "web", IpFamily.IPV4, List.of(), List.of());
    NetworkPolicy policy =
        new NetworkPolicy(
            "x",
            "p",
            LabelSelector.EVERYTHING,
            true,
            false,
            List.of(new NetworkPolicy.Rule(0, List.of(), List.of())),
            List.of(),
            List.of());
    ServiceCidr range = new ServiceCidr("kubernetes", List.of(IpPrefix.parse("10.96.0.0/16")));
    assertThat(service.key()).hasToString("Service x/web");
    assertThat(slice.key()).hasToString("EndpointSlice x/web-1");
    assertThat(slice.service()).isEqualTo(service.key());
    assertThat(policy.key()).hasToString("NetworkPolicy x/p");
    assertThat(range.key()).hasToString("ServiceCIDR kubernetes");
    assertThat(pod(Pod.Phase.RUNNING).key()).hasToString("Pod x/a");
  }

  @Test
  void changesNameTheObjectTheyAreAbout() {
    assertThat(new ClusterChange.Put(pod(Pod.Phase.PENDING)).key())
        .isEqualTo(new ClusterChange.Delete(ObjectKey.pod("x", "a")).key());
  }

  @Test
  void keysAreOrderedByKindThenNamespaceThenName() {
    assertThat(
            new TreeSet<>(
                List.of(
                    ObjectKey.pod("y", "a"),
                    ObjectKey.pod("x", "b"),
                    ObjectKey.serviceCidr("a"),
                    ObjectKey.pod("x", "a"),
                    ObjectKey.node("z"))))
        .containsExactly(
            ObjectKey.node("z"),
            ObjectKey.pod("x", "a"),
            ObjectKey.pod("x", "b"),
            ObjectKey.pod("y", "a"),
            ObjectKey.serviceCidr("a"));
  }

  @Test
  void listsOfAValueAreItsOwn() {
    List<IpPrefix> except = new ArrayList<>(List.of(IpPrefix.parse("10.0.1.0/24")));
    NetworkPolicy.Peer.IpBlock block =
        new NetworkPolicy.Peer.IpBlock(IpPrefix.parse("10.0.0.0/16"), except);
    except.clear();
    assertThat(block.except()).containsExactly(IpPrefix.parse("10.0.1.0/24"));
  }

  @Test
  void aSelectorKnowsTheKeysThatDecide() {
    assertThat(
            new LabelSelector(
                    List.of(
                        new LabelSelector.In("a", "1"),
                        new LabelSelector.NotIn("b", "1"),
                        new LabelSelector.Exists("c"),
                        new LabelSelector.DoesNotExist("d")))
                .keys())
        .containsExactly("a", "b", "c", "d");
    assertThat(Labels.of(Map.of("b", "2", "a", "1"))).hasToString("{a=1, b=2}");
    assertThat(Labels.of(Map.of())).isSameAs(Labels.NONE);
    assertThat(Protocol.SCTP.number()).isEqualTo(132);
    assertThat(new PortReference.Numbered(80)).hasToString("80");
    assertThat(new PortReference.Named("web")).hasToString("web");
  }

  @Test
  void hintsOfAnEndpointAreOrdered() {
    EndpointSlice.Endpoint endpoint =
        new EndpointSlice.Endpoint(
            IpAddress.parse("10.0.0.5"),
            true,
            true,
            false,
            "n1",
            "",
            new TreeSet<>(List.of("z2", "z1")),
            new TreeSet<>());
    assertThat(endpoint.forZones()).containsExactly("z1", "z2");
    assertThat(new EndpointSlice.EndpointPort("", Protocol.TCP, OptionalInt.empty()).port())
        .isEmpty();
  }
}
