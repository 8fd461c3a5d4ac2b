package io.weft.kubernetes.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.weft.kubernetes.Recorder;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The manifest that installs Weft.
class ManifestTest {

  private static final Path MANIFEST = Path.of("..", "manifests", "weft.yaml");

  /// Makes an unknown field an error, where the models would keep it aside.
  private static final class Strict extends JacksonAnnotationIntrospector {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }

    @Override
    public Boolean hasAnyGetter(Annotated annotated) {
      return false;
    }
  }

  private static List<HasMetadata> objects() throws IOException {
    return objects(Files.readString(MANIFEST));
  }

  private static List<HasMetadata> objects(String text) throws IOException {
    YAMLFactory factory = YAMLFactory.builder().build();
    factory.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    ObjectMapper yaml = new ObjectMapper(factory);
    ObjectMapper strict = new ObjectMapper().setAnnotationIntrospector(new Strict());
    KubernetesSerialization known = new KubernetesSerialization();
    List<HasMetadata> objects = new ArrayList<>();
    try (YAMLParser parser = factory.createParser(text)) {
      for (JsonNode tree : yaml.readValues(parser, JsonNode.class).readAll()) {
        Class<? extends KubernetesResource> model =
            Objects.requireNonNull(
                known.getRegisteredKubernetesResource(
                    tree.path("apiVersion").asText(), tree.path("kind").asText()),
                tree.toString());
        objects.add((HasMetadata) strict.treeToValue(tree, model));
      }
    }
    return objects;
  }

  private static <T extends HasMetadata> List<T> objects(Class<T> type) throws IOException {
    return objects().stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Test
  void everyFieldIsOneThatKubernetesKnows() throws IOException {
    assertThat(objects())
        .extracting(object -> object.getKind() + " " + object.getMetadata().getName())
        .containsExactlyInAnyOrder(
            "ServiceAccount weft",
            "ClusterRole weft",
            "ClusterRoleBinding weft",
            "ConfigMap weft",
            "DaemonSet weft-ovs",
            "DaemonSet weft");
  }

  @Test
  void aMisspelledFieldDoesNotGoUnnoticed() throws IOException {
    String misspelled = Files.readString(MANIFEST).replace("periodSeconds", "periodSecond");
    assertThatExceptionOfType(UnrecognizedPropertyException.class)
        .isThrownBy(() -> objects(misspelled))
        .withMessageContaining("periodSecond");
  }

  @Test
  void everyMountHasItsVolumeAndEveryVolumeIsMounted() throws IOException {
    for (DaemonSet set : objects(DaemonSet.class)) {
      PodSpec pod = set.getSpec().getTemplate().getSpec();
      Set<String> mounted = new HashSet<>();
      pod.getContainers().stream()
          .flatMap(container -> container.getVolumeMounts().stream())
          .map(VolumeMount::getName)
          .forEach(mounted::add);
      assertThat(pod.getVolumes())
          .as(set.getMetadata().getName())
          .extracting(Volume::getName)
          .containsExactlyInAnyOrderElementsOf(mounted);
    }
  }

  @Test
  void everyCommandIsInTheImage() throws IOException {
    Path image = MANIFEST.resolveSibling("image");
    String recipe = Files.readString(image.resolve("Containerfile"));
    for (DaemonSet set : objects(DaemonSet.class)) {
      for (Container container : set.getSpec().getTemplate().getSpec().getContainers()) {
        String program = container.getCommand().getFirst();
        assertThat(program).startsWith("/opt/weft/bin/");
        String file = program.substring("/opt/weft/bin/".length());
        assertThat(image.resolve(file)).isExecutable();
        assertThat(recipe).containsPattern("manifests/image/" + file + "\\b");
      }
    }
  }

  @Test
  void theRoleAllowsWhatTheAgentAsksAndNothingElse() throws Exception {
    Set<String> allowed = new HashSet<>();
    for (PolicyRule rule : objects(ClusterRole.class).getFirst().getRules()) {
      assertThat(rule.getNonResourceURLs()).isEmpty();
      for (String group : rule.getApiGroups()) {
        for (String resource : rule.getResources()) {
          rule.getVerbs().forEach(verb -> allowed.add(group + "/" + resource + " " + verb));
        }
      }
    }
    ScriptedApiServer server = new ScriptedApiServer();
    Recorder recorder = new Recorder();
    server.discover("networking.k8s.io/v1");
    server.put(
        "pods",
        "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x, uid: u},"
            + " status: {podIPs: [{ip: nonsense}]}}");
    var settings = new KubernetesWatch.Settings(Optional.of(server.address()), "n1", true);
    try (server;
        KubernetesWatch source = new KubernetesWatch(settings, Config.empty())) {
      source.start(recorder);
      recorder.await("synced", Recorder::isSynced);
      server.awaitRequests(allowed);
      assertThat(server.requests()).isEqualTo(allowed);
    }
  }
}
