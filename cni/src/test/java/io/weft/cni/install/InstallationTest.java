package io.weft.cni.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weft.cni.spec.CniVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
  @TempDir private Path directory;

  private Installation installation() {
    return new Installation(directory.resolve("bin"), directory.resolve("conf"));
  }

  private List<String> files() throws IOException {
    try (var files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(f -> directory.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void allFilesArePutInPlace() throws IOException {
    installation().installExecutable(Path.of("/run/x/cni.sock"));
    installation().configure(Conflist.standard());
    assertThat(files())
        .containsExactly("bin/weft-cni", "bin/weft-cni.socket", "conf/10-weft.conflist");
    assertThat(Files.isExecutable(installation().executable())).isTrue();
    assertThat(directory.resolve("bin/weft-cni.socket")).hasContent("/run/x/cni.sock");
  }

  @Test
  void theConfigurationIsWhatRuntimesRead() throws IOException {
    installation().configure(new Conflist(CniVersion.V1_1_0, "n", List.of("portmap", "tuning")));
    assertThat(installation().conflist())
        .hasContent(
            """
            {
              "cniVersion" : "1.1.0",
              "name" : "n",
              "plugins" : [ {
                "type" : "weft-cni",
                "capabilities" : {
                  "ips" : true,
                  "mac" : true
                }
              }, {
                "type" : "portmap",
                "capabilities" : {
                  "portMappings" : true
                }
              }, {
                "type" : "tuning"
              } ]
            }
            """);
    assertThatThrownBy(() -> new Conflist(CniVersion.V1_0_0, "a b", List.of()))
        .hasMessageContaining("network name 'a b'");
  }

  @Test
  void whatIsRightAlreadyIsNotTouched() throws IOException {
    installation().configure(Conflist.standard());
    FileTime old = FileTime.fromMillis(0);
    Files.setLastModifiedTime(installation().conflist(), old);
    installation().configure(Conflist.standard());
    assertThat(Files.getLastModifiedTime(installation().conflist())).isEqualTo(old);
    Files.writeString(installation().conflist(), "{}");
    installation().configure(Conflist.standard());
    assertThat(installation().conflist()).hasContent(Conflist.standard().print());
    assertThat(files()).hasSize(1);
  }

  @Test
  void uninstallingLeavesNothingAndMayBeRepeated() throws IOException {
    installation().installExecutable(Path.of("/run/x/cni.sock"));
    installation().configure(Conflist.standard());
    installation().uninstall();
    installation().uninstall();
    assertThat(files()).isEmpty();
  }

  @Test
  void aSocketPathThatCannotBeConnectedToIsRefused() {
    assertThatThrownBy(() -> installation().installExecutable(Path.of("/" + "x".repeat(107))))
        .hasMessageContaining("has 108 octets, at most 107 are possible");
  }
}
