package io.weft.kubernetes.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.Namespace;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import io.weft.kubernetes.Recorder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

  private static final String NAMESPACE =
      "{\"apiVersion\": \"v1\", \"kind\": \"Namespace\", \"metadata\": {\"name\": \"%s\"}}";
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: %s, namespace: x}
      status: {podIP: %s}
      """;

  @TempDir Path temp;
  private final Recorder recorder = new Recorder();
  private int revision;
  private StateDirectory source = new StateDirectory(Path.of("unused"));

  private Path directory() {
    return temp.resolve("state");
  }

  private void start() {
    source = new StateDirectory(directory());
    source.start(recorder);
  }

  @AfterEach
  void stop() {
    source.close();
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(directory());
    Path part = Files.writeString(temp.resolve("part"), text);
    Files.move(part, directory().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /// Returns when everything written so far has been delivered.
  private Recorder settled() throws IOException {
    revision++;
    String marker = Integer.toString(revision);
    write("revision", marker + "\n");
    return recorder.await("revision " + marker, r -> r.revision().equals(marker));
  }

  @Test
  void whatIsThereAtTheStartIsDeliveredBeforeSynced() throws IOException {
    write("x.json", NAMESPACE.formatted("x"));
    write("pods.yaml", POD.formatted("a", "10.0.0.1") + "---\n" + POD.formatted("b", "10.0.0.2"));
    start();
    recorder.await("synced", Recorder::isSynced);
    assertThat(recorder.state().objects().keySet())
        .containsExactly(
            ObjectKey.namespace("x"), ObjectKey.pod("x", "a"), ObjectKey.pod("x", "b"));
  }

  @Test
  void aMissingDirectoryIsMade() throws IOException {
    start();
    recorder.await("synced", Recorder::isSynced);
    write("x.json", NAMESPACE.formatted("x"));
    assertThat(settled().state().objects()).containsOnlyKeys(ObjectKey.namespace("x"));
  }

  @Test
  void aRevisionIsToldAfterEverythingWrittenBeforeIt() throws IOException {
    start();
    for (int i = 0; i < 50; i++) {
      write("ns-" + i + ".json", NAMESPACE.formatted("ns-" + i));
      assertThat(settled().state().objects()).hasSize(i + 1);
    }
  }

  @Test
  void anUnchangedObjectIsNotToldAgain() throws IOException {
    write("x.json", NAMESPACE.formatted("x"));
    start();
    settled();
    int before = recorder.batches().size();
    write("x.json", NAMESPACE.formatted("x") + "\n");
    settled();
    assertThat(recorder.batches()).hasSize(before);
  }

  @Test
  void aChangeInPlaceOfTheSameLengthIsSeen() throws IOException {
    write("a.yaml", POD.formatted("a", "10.0.0.1"));
    start();
    for (int i = 2; i < 9; i++) {
      Files.writeString(directory().resolve("a.yaml"), POD.formatted("a", "10.0.0." + i));
      String address = "10.0.0." + i;
      settled()
          .await(
              address,
              r ->
                  r.state()
                      .all(Pod.class)
                      .findFirst()
                      .orElseThrow()
                      .ips()
                      .toString()
                      .contains(address));
    }
  }

  @Test
  void aFileThatIsGoneTakesItsObjectsWithIt() throws IOException {
    write("pods.yaml", POD.formatted("a", "10.0.0.1") + "---\n" + POD.formatted("b", "10.0.0.2"));
    start();
    settled();
    Files.delete(directory().resolve("pods.yaml"));
    assertThat(settled().state().objects()).isEmpty();
  }

  @Test
  void deletionsComeBeforePuts() throws IOException {
    write("a.yaml", POD.formatted("z", "10.0.0.1"));
    start();
    settled();
    write("a.yaml", POD.formatted("b", "10.0.0.1"));
    settled();
    assertThat(recorder.batches().getLast().getFirst())
        .isEqualTo(new ClusterChange.Delete(ObjectKey.pod("x", "z")));
  }

  @Test
  void listsAndForeignKindsAreUnderstood() throws IOException {
    write(
        "list.json",
        "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": ["
            + NAMESPACE.formatted("x")
            + ", {\"apiVersion\": \"apps/v1\", \"kind\": \"Deployment\"}, "
            + "{\"apiVersion\": \"v1\", \"kind\": \"NamespaceList\", \"items\": ["
            + NAMESPACE.formatted("y")
            + "]}]}");
    write("empty.yml", "---\n---\n# nothing\n");
    write(".hidden.json", "nonsense");
    write("readme.txt", "nonsense");
    start();
    settled();
    assertThat(recorder.state().objects())
        .containsOnlyKeys(ObjectKey.namespace("x"), ObjectKey.namespace("y"));
    assertThat(recorder.broken()).isEmpty();
  }

  private static final String POD_ITEM =
      """
      {"metadata": {"name": "%s", "namespace": "x"}, "status": {"podIP": "%s"}}\
      """;

  private static String podList(String... items) {
    return "{\"kind\": \"PodList\", \"apiVersion\": \"v1\", " + items(items) + "}";
  }

  private static String items(String... items) {
    return "\"items\": [" + String.join(", ", items) + "]";
  }

  @Test
  void itemsOfATypedListAreOfItsKindAsTheApiServerSendsThem() throws IOException {
    write(
        "first.json",
        podList(POD_ITEM.formatted("a", "10.0.0.1"), POD_ITEM.formatted("b", "10.0.0.2")));
    start();
    assertThat(settled().state().objects())
        .containsOnlyKeys(ObjectKey.pod("x", "a"), ObjectKey.pod("x", "b"));
    assertThat(recorder.broken()).isEmpty();
  }

  @Test
  void theKindOfAListMayStandBehindItsItems() throws IOException {
    String untyped = items(POD_ITEM.formatted("a", "10.0.0.1"));
    write("typed.json", "{\"apiVersion\": \"v1\", " + untyped + ", \"kind\": \"PodList\"}");
    String typed = items(NAMESPACE.formatted("x"), NAMESPACE.formatted("y"));
    write("kubectl.json", "{\"apiVersion\": \"v1\", " + typed + ", \"kind\": \"List\"}");
    write(
        "yaml.yaml",
        "items: ["
            + POD_ITEM.formatted("b", "10.0.0.2")
            + "]\nkind: PodList\n"
            + "apiVersion: v1\n");
    start();
    assertThat(settled().state().objects())
        .containsOnlyKeys(
            ObjectKey.namespace("x"),
            ObjectKey.namespace("y"),
            ObjectKey.pod("x", "a"),
            ObjectKey.pod("x", "b"));
    assertThat(recorder.broken()).isEmpty();
  }

  @Test
  void whatHasItemsAndIsNoListIsNoneOfOurs() throws IOException {
    write(
        "projected.json",
        "{" + items(NAMESPACE.formatted("x")) + ", \"apiVersion\": \"v1\", \"kind\": \"Volume\"}");
    start();
    assertThat(settled().state().objects()).isEmpty();
    assertThat(recorder.broken()).isEmpty();
  }

  @Test
  void aBrokenItemIsReportedByNameAndTheOthersStay() throws IOException {
    String a = POD_ITEM.formatted("a", "10.0.0.1");
    write("pods.json", podList(a, POD_ITEM.formatted("b", "10.0.0.2")));
    start();
    settled();
    write(
        "pods.json", podList(POD_ITEM.formatted("a", "10.0.0.3"), POD_ITEM.formatted("b", "here")));
    assertThat(settled().state().all(Pod.class).map(pod -> pod.name() + " " + pod.ips()))
        .containsExactly("a [10.0.0.3]", "b [10.0.0.2]");
    assertThat(recorder.broken()).hasSize(1);
    assertThat(recorder.broken().getFirst())
        .contains("pods.json")
        .contains("Pod x/b")
        .contains("here");
  }

  @Test
  void anItemThatIsGoneFromItsListIsGone() throws IOException {
    String a = POD_ITEM.formatted("a", "10.0.0.1");
    write("pods.json", podList(a, POD_ITEM.formatted("b", "10.0.0.2")));
    start();
    settled();
    write("pods.json", podList(a));
    assertThat(settled().state().objects()).containsOnlyKeys(ObjectKey.pod("x", "a"));
    assertThat(recorder.batches().getLast())
        .containsExactly(new ClusterChange.Delete(ObjectKey.pod("x", "b")));
  }

  @Test
  void anItemOfAListAndAFileOfItsOwnContestTheObject() throws IOException {
    write("list.json", podList(POD_ITEM.formatted("a", "10.0.0.1")));
    write("own.yaml", POD.formatted("a", "10.0.0.9"));
    start();
    assertThat(settled().state().all(Pod.class).map(pod -> pod.ips().toString()))
        .containsExactly("[10.0.0.1]");
    assertThat(recorder.broken()).hasSize(1);
    assertThat(recorder.broken().getFirst()).startsWith("Pod x/a (own.yaml)").contains("list.json");
    Files.delete(directory().resolve("list.json"));
    assertThat(settled().state().all(Pod.class).map(pod -> pod.ips().toString()))
        .containsExactly("[10.0.0.9]");
    assertThat(recorder.broken()).isEmpty();
  }

  @Test
  void aFileThatIsEmptiedToBeWrittenAnewKeepsItsObjects() throws IOException {
    write("pods.json", podList(POD_ITEM.formatted("a", "10.0.0.1")));
    start();
    settled();
    write("pods.json", "");
    assertThat(settled().state().objects()).containsOnlyKeys(ObjectKey.pod("x", "a"));
    assertThat(recorder.broken()).hasSize(1);
    assertThat(recorder.broken().getFirst()).startsWith("pods.json").contains("it is empty");
    write("pods.json", podList(POD_ITEM.formatted("b", "10.0.0.2")));
    assertThat(settled().state().objects()).containsOnlyKeys(ObjectKey.pod("x", "b"));
    assertThat(recorder.broken()).isEmpty();
  }

  @Test
  void aBrokenFileIsReportedAndItsLastGoodObjectsStay() throws IOException {
    write("a.yaml", POD.formatted("a", "10.0.0.1"));
    start();
    settled();
    write("a.yaml", POD.formatted("a", "10.0.0.2") + "status: {\n");
    settled();
    assertThat(recorder.broken()).hasSize(1);
    assertThat(recorder.broken().getFirst())
        .startsWith("a.yaml: line ")
        .contains("write valid YAML or JSON");
    assertThat(recorder.state().all(Pod.class).findFirst().orElseThrow().ips())
        .hasToString("[10.0.0.1]");
    write("a.yaml", POD.formatted("a", "10.0.0.3"));
    settled();
    assertThat(recorder.broken()).isEmpty();
    assertThat(recorder.state().all(Pod.class).findFirst().orElseThrow().ips())
        .hasToString("[10.0.0.3]");
  }

  @Test
  void whatNeverEndsOrIsTooLongIsReportedAndNotRead() throws Exception {
    Files.createDirectories(directory());
    String pipe = directory().resolve("pipe.json").toString();
    assertThat(new ProcessBuilder("mkfifo", pipe).start().waitFor()).isZero();
    try (var longer = new RandomAccessFile(directory().resolve("longer.yaml").toFile(), "rw")) {
      longer.setLength(Manifest.LARGEST + 1);
    }
    start();
    write("x.json", NAMESPACE.formatted("x"));
    assertThat(settled().state().objects()).containsOnlyKeys(ObjectKey.namespace("x"));
    assertThat(recorder.broken())
        .hasSize(2)
        .anyMatch(broken -> broken.startsWith("pipe.json") && broken.contains("no regular file"))
        .anyMatch(broken -> broken.startsWith("longer.yaml") && broken.contains("split it"));
  }

  @Test
  void aBrokenObjectLeavesItsNeighboursRunning() throws IOException {
    write("a.yaml", POD.formatted("a", "10.0.0.1") + "---\n" + POD.formatted("b", "10.0.0.2"));
    start();
    settled();
    write("a.yaml", POD.formatted("a", "10.0.0") + "---\n" + POD.formatted("b", "10.0.0.9"));
    settled();
    assertThat(recorder.broken())
        .containsExactly(
            "Pod x/a (a.yaml): status.podIP: \"10.0.0\": give an IPv4 or IPv6 address");
    assertThat(recorder.state().all(Pod.class).map(Pod::ips).map(List::toString))
        .containsExactly("[10.0.0.1]", "[10.0.0.9]");
    Files.delete(directory().resolve("a.yaml"));
    settled();
    assertThat(recorder.broken()).isEmpty();
    assertThat(recorder.state().objects()).isEmpty();
  }

  @Test
  void whereAnObjectHasNoNameNothingIsTakenAway() throws IOException {
    write("a.yaml", POD.formatted("a", "10.0.0.1"));
    start();
    settled();
    write("a.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {nam: a, namespace: x}\n");
    settled();
    assertThat(recorder.broken()).containsExactly("a.yaml: metadata.name: give it a value");
    assertThat(recorder.state().objects()).containsOnlyKeys(ObjectKey.pod("x", "a"));
    write("a.yaml", "just text\n");
    settled();
    assertThat(recorder.broken())
        .containsExactly("a.yaml: \"just text\": write a mapping: apiVersion, kind, …");
    assertThat(recorder.state().objects()).containsOnlyKeys(ObjectKey.pod("x", "a"));
    write("a.yaml", "{apiVersion: v1, kind: List, items: [[1, 2]]}\n---\n- 7\n");
    settled();
    assertThat(recorder.broken())
        .containsExactly(
            "a.yaml: document 1, items[0]: \"a list\": write a mapping: apiVersion, kind, …;"
                + " document 2: \"a list\": write a mapping: apiVersion, kind, …");
    assertThat(recorder.state().objects()).containsOnlyKeys(ObjectKey.pod("x", "a"));
  }

  @Test
  void anObjectInTwoFilesCountsFromTheFirstAndIsReported() throws IOException {
    write("b.yaml", POD.formatted("a", "10.0.0.2"));
    start();
    settled();
    write("a.yaml", POD.formatted("a", "10.0.0.1"));
    settled();
    assertThat(recorder.broken())
        .containsExactly("Pod x/a (b.yaml): it is in a.yaml too, which counts: remove one");
    assertThat(recorder.state().all(Pod.class).findFirst().orElseThrow().ips())
        .hasToString("[10.0.0.1]");
    Files.delete(directory().resolve("a.yaml"));
    settled();
    assertThat(recorder.broken()).isEmpty();
    assertThat(recorder.state().all(Pod.class).findFirst().orElseThrow().ips())
        .hasToString("[10.0.0.2]");
  }

  @Test
  void anObjectTwiceInOneFileIsReported() throws IOException {
    write("a.json", NAMESPACE.formatted("x") + "\n" + NAMESPACE.formatted("x"));
    start();
    settled();
    assertThat(recorder.broken())
        .containsExactly(
            "Namespace x (a.json): it is in this file twice, the last one counts: remove the"
                + " others");
  }

  @Test
  void aFaultyPolicyIsInForceAndReported() throws IOException {
    write(
        "p.yaml",
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: x}
        spec: {podSelector: {}, ingress: [{from: [{}]}, {ports: [{port: 0}]}]}
        """);
    start();
    settled();
    assertThat(recorder.state().objects()).containsOnlyKeys(ObjectKey.networkPolicy("x", "p"));
    assertThat(recorder.broken()).hasSize(1);
    assertThat(recorder.broken().getFirst())
        .contains("spec.ingress[0].from[0]")
        .contains("; spec.ingress[1].ports[0].port: \"0\"");
  }

  @Test
  void aDirectoryThatGoesAwayAndComesBackIsFollowed() throws IOException {
    write("x.json", NAMESPACE.formatted("x"));
    start();
    settled();
    Files.move(directory(), temp.resolve("elsewhere"));
    write("y.json", NAMESPACE.formatted("y"));
    settled();
    assertThat(recorder.state().all(Namespace.class).map(Namespace::name)).containsExactly("y");
    assertThat(recorder.broken()).isEmpty();
  }

  @Test
  void afterCloseNothingIsTold() throws IOException {
    start();
    settled();
    source.close();
    source.close();
    write("x.json", NAMESPACE.formatted("x"));
    assertThat(recorder.state().objects()).isEmpty();
  }
}
