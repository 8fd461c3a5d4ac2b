package io.weft.controller.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiveBuffersTest {

  @TempDir private Path directory = Path.of("");

  @Test
  void smallBuffersAreEnlargedAndPutBack() throws IOException {
    Path setting = Files.writeString(directory.resolve("rmem_default"), "212992\n");
    ReceiveBuffers buffers = new ReceiveBuffers(setting);
    assertThat(buffers.tooSmall()).contains(212_992);
    buffers.enlarge();
    assertThat(buffers.tooSmall()).isEmpty();
    assertThat(KernelFile.line(setting)).isEqualTo("8388608");
    buffers.putBack(212_992);
    assertThat(KernelFile.line(setting)).isEqualTo("212992");
  }

  @Test
  void whatSomebodyElseSetIsLeftAlone() throws IOException {
    Path setting = Files.writeString(directory.resolve("rmem_default"), "16777216");
    ReceiveBuffers buffers = new ReceiveBuffers(setting);
    assertThat(buffers.tooSmall()).isEmpty();
    buffers.enlarge();
    buffers.putBack(212_992);
    assertThat(KernelFile.line(setting)).isEqualTo("16777216");
  }

  @Test
  void aSettingThatIsNotThereIsPassedOver() throws IOException {
    ReceiveBuffers buffers = new ReceiveBuffers(directory.resolve("none"));
    assertThat(buffers.tooSmall()).isEmpty();
    buffers.enlarge();
    buffers.putBack(1);
    assertThat(directory.resolve("none")).doesNotExist();
  }
}
