package io.weft.lab.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weft.net.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
