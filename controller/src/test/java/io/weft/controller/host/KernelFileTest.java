package io.weft.controller.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class KernelFileTest {

  @Test
  void numbersAndNamesOfTheKernelAreReadWhole() throws IOException {
    assertThat(KernelFile.line(Path.of("/proc/sys/net/core/rmem_default"))).hasSizeGreaterThan(2);
    assertThat(KernelFile.line(Path.of("/proc/sys/kernel/ostype"))).isEqualTo("Linux");
  }
}
