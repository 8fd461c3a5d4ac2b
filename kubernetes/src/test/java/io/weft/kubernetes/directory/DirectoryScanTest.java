package io.weft.kubernetes.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.cluster.ClusterChange;
import io.weft.cluster.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryScanTest {

  private static final int IN_MOVED_TO = 0x80;
  private static final int IN_Q_OVERFLOW = 0x4000;

  @TempDir Path directory;

  private void write(String name) throws IOException {
    Files.writeString(
        directory.resolve(name + ".json"),
        """
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "%s"}}
        """
            .formatted(name));
  }

  private static List<ObjectKey> keys(DirectoryScan.Result result) {
    return result.changes().stream().map(ClusterChange::key).sorted().toList();
  }

  @Test
  void aLookAtOneNameReadsNoOtherFile() throws IOException {
    DirectoryScan scan = new DirectoryScan(directory);
    write("a");
    write("b");
    assertThat(keys(scan.lookAt(Set.of("a.json")))).containsExactly(ObjectKey.namespace("a"));
    assertThat(keys(scan.lookAtAll())).containsExactly(ObjectKey.namespace("b"));
  }

  @Test
  void aLookAtANameThatIsGoneTakesItsObjects() throws IOException {
    DirectoryScan scan = new DirectoryScan(directory);
    write("a");
    scan.lookAtAll();
    Files.delete(directory.resolve("a.json"));
    assertThat(scan.lookAt(Set.of("a.json")).changes())
        .containsExactly(new ClusterChange.Delete(ObjectKey.namespace("a")));
  }

  private static ByteBuffer event(int mask, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    ByteBuffer event = ByteBuffer.allocate(16 + 16).order(ByteOrder.nativeOrder());
    event.putInt(1).putInt(mask).putInt(0).putInt(16).put(bytes);
    return event.clear();
  }

  @Test
  void eventsNameTheFilesToLookAt() {
    Happenings happenings = new Happenings();
    happenings.read(event(IN_MOVED_TO, "a.json"));
    happenings.read(event(IN_MOVED_TO, ".b.json.new"));
    assertThat(happenings.names()).containsExactly("a.json");
    assertThat(happenings.everything()).isFalse();
  }

  @Test
  void lostEventsMeanThatAnythingMayHaveHappened() {
    Happenings happenings = new Happenings();
    happenings.read(event(IN_Q_OVERFLOW, ""));
    assertThat(happenings.everything()).isTrue();
  }

  @Test
  void theLinkBelowAMountedConfigurationMeansAllItsNames() {
    Happenings happenings = new Happenings();
    happenings.read(event(IN_MOVED_TO, "..data"));
    assertThat(happenings.everything()).isTrue();
  }

  @Test
  void whatHappenedBeforeADrainIsTold() throws IOException {
    try (Inotify watch = new Inotify(directory)) {
      for (int i = 0; i < 3000; i++) {
        write("n" + i);
      }
      Happenings happenings = new Happenings();
      watch.drain(happenings);
      assertThat(happenings.names()).hasSize(3000);
    }
  }
}
