package io.weft.lab.bench.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.weft.kubernetes.convert.Conversion;
import io.weft.kubernetes.convert.KubernetesConverter;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectReader;
import io.weft.net.IpAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BigClusterTest {

  private static final BigCluster SMALL = new BigCluster(12, 1000, 700, 600);

  private static List<KubernetesObject> of(String kind) {
    return SMALL.objects().stream().filter(object -> object.kind().equals(kind)).toList();
  }

  @Test
  void itHasWhatItsNumbersSay() {
    Map<String, Long> kinds =
        SMALL.objects().stream()
            .collect(Collectors.groupingBy(KubernetesObject::kind, Collectors.counting()));
    assertThat(kinds)
        .containsEntry("Pod", 1000L)
        .containsEntry("Service", 700L)
        .containsEntry("EndpointSlice", 1400L)
        .containsEntry("NetworkPolicy", 600L)
        .containsEntry("Node", 11L);
    assertThat(SMALL.objects()).extracting(KubernetesObject::id).doesNotHaveDuplicates();
  }

  @Test
  void noAddressIsGivenTwiceAndNoneOfTheFirstNodes() {
    List<IpAddress> addresses =
        of("Pod").stream().flatMap(pod -> pod.podAddresses().stream()).toList();
    assertThat(addresses).hasSize(2000).doesNotHaveDuplicates();
    assertThat(addresses).noneMatch(address -> address.toString().startsWith("10.244.1."));
    assertThat(of("Service"))
        .extracting(service -> service.spec("clusterIP").asText())
        .doesNotHaveDuplicates();
  }

  @Test
  void everyObjectCanBeReadByAnAgent() {
    TypeReference<Map<String, Object>> tree = new TypeReference<>() {};
    assertThat(SMALL.objects())
        .allSatisfy(object ->
            assertThat(
                    KubernetesConverter.convert(
                        ObjectReader.JSON.convertValue(object.json(), tree)))
                .isInstanceOfSatisfying(
                    Conversion.Read.class, read -> assertThat(read.faults()).isEmpty()));
    assertThat(BigCluster.local("n1", 50)).hasSize(50);
  }
}
