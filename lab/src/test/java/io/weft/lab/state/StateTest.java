package io.weft.lab.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.net.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateTest {

  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: a, namespace: x}
      spec: {nodeName: n1}
      status:
        phase: Running
        podIPs: [{ip: 10.244.1.5}, {ip: "fd00::5"}]
      """;

  @Test
  void severalDocumentsAndListsAreRead() {
    String list = "kind: List\nitems:\n- {kind: Namespace, metadata: {name: y}}\n";
    List<KubernetesObject> objects = ObjectReader.parse("t", POD + "---\n" + list);
    assertThat(objects.stream().map(object -> object.id().toString()))
        .containsExactly("Pod x/a", "Namespace y");
    assertThat(objects.getFirst().podAddresses())
        .containsExactly(IpAddress.parse("10.244.1.5"), IpAddress.parse("fd00::5"));
  }

  @Test
  void whatIsNoObjectIsNamedWithItsOrigin() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ObjectReader.parse("pods.yaml", "kind: Pod\n"))
        .withMessageContaining("pods.yaml")
        .withMessageContaining("metadata.name");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ObjectReader.parse("pods.yaml", "a: [\n"))
        .withMessageContaining("pods.yaml");
  }

  private static List<KubernetesObject> objects(String kind, int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            "{apiVersion: v1, kind: %s, metadata: {name: o%d, namespace: x}}".formatted(kind, i))
        .flatMap(text -> ObjectReader.parse("t", text).stream())
        .toList();
  }

  @Test
  void listsAreOfOneKindAndNotTooLong() {
    List<KubernetesObject> mixed = new ArrayList<>(objects("Pod", 3));
    mixed.addAll(objects("Service", 1));
    mixed.addAll(objects("Pod", 2));
    assertThat(
            ObjectList.lists(mixed, 2).stream()
                .map(list -> list.stream().map(KubernetesObject::kind).toList()))
        .containsExactly(
            List.of("Pod", "Pod"), List.of("Pod", "Pod"), List.of("Service"), List.of("Pod"));
  }

  @Test
  void aListIsAFileWhoseItemsLeaveTheirKindToIt(@TempDir Path directory) throws Exception {
    StateWriter writer = new StateWriter(directory.resolve("state"));
    writer.putLists(List.of(objects("Pod", 2)));
    assertThat(directory.resolve("state/podlist.0.json"))
        .content()
        .isEqualTo(
            "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},"
                + "\"items\":[{\"metadata\":{\"name\":\"o0\",\"namespace\":\"x\"}},"
                + "{\"metadata\":{\"name\":\"o1\",\"namespace\":\"x\"}}]}");
    writer.removeLists();
    assertThat(directory.resolve("state")).isEmptyDirectory();
  }

  @Test
  void anObjectIsAFileAndTheRevisionCountsUp(@TempDir Path directory) throws Exception {
    StateWriter writer = new StateWriter(directory.resolve("state"));
    KubernetesObject pod = ObjectReader.parse("t", POD).getFirst();
    writer.put(pod);
    assertThat(writer.mark()).isEqualTo(1);
    Path file = directory.resolve("state/pod.x.a.json");
    assertThat(ObjectReader.read(file)).containsExactly(pod);
    writer.remove(pod.id());
    assertThat(writer.mark()).isEqualTo(2);
    assertThat(file).doesNotExist();
    assertThat(Files.readString(directory.resolve("state/revision"))).isEqualTo("2");
    try (var files = Files.list(directory.resolve("state"))) {
      assertThat(files.map(one -> one.getFileName().toString())).containsExactly("revision");
    }
  }

  @Test
  void clusterWideObjectsHaveNoNamespaceAndOthersOneByDefault() {
    assertThat(KubernetesObject.namespaceOf("Node", "x")).isEmpty();
    assertThat(KubernetesObject.namespaceOf("Pod", "")).isEqualTo("default");
  }
}
