package io.weft.controller.attachments;

import io.weft.cni.install.Conflist;
import io.weft.cni.install.Installation;
import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Weft's files in the container runtime's directories, where the configuration names them.
///
/// Blocks; a file that cannot be written is logged, and the agent goes on. Graceful stop leaves the
/// files: a restart shall not make the node unfit for new Pods.
public final class CniFiles {

  private static final Logger LOG = LoggerFactory.getLogger(CniFiles.class);
  private static final List<String> AUTO = List.of("auto");
  private static final List<String> USUAL = List.of("portmap", "bandwidth");

  private final AgentConfiguration configuration;
  private final Optional<Installation> installation;

  public CniFiles(AgentConfiguration configuration) {
    this.configuration = configuration;
    this.installation =
        configuration
            .value(Settings.CNI_BIN_DIRECTORY)
            .flatMap(bin ->
                configuration
                    .value(Settings.CNI_CONF_DIRECTORY)
                    .map(conf -> new Installation(bin, conf)));
  }

  /// Installs the executable; no runtime calls it yet.
  public Optional<Path> installExecutable() {
    return write(
        "cniBinDirectory",
        files -> {
          files.installExecutable(configuration.value(Settings.CNI_SOCKET).toAbsolutePath());
          return files.executable();
        });
  }

  /// Installs the configuration: runtimes call the executable from now on.
  public Optional<Path> configure() {
    return write(
        "cniConfDirectory",
        files -> {
          Conflist standard = Conflist.standard();
          files.configure(new Conflist(standard.cniVersion(), standard.network(), plugins(files)));
          return files.conflist();
        });
  }

  /// Removes both.
  public void uninstall() {
    var _ =
        write(
            "cniBinDirectory",
            "removed",
            files -> {
              files.uninstall();
              return files.binDirectory();
            });
  }

  private List<String> plugins(Installation files) {
    List<String> wanted = configuration.value(Settings.CNI_PLUGINS);
    return wanted.equals(AUTO)
        ? USUAL.stream()
            .filter(name -> Files.isExecutable(files.binDirectory().resolve(name)))
            .toList()
        : wanted;
  }

  private interface Step {
    Path write(Installation files) throws IOException;
  }

  private Optional<Path> write(String key, Step step) {
    return write(key, "installed", step);
  }

  private Optional<Path> write(String key, String done, Step step) {
    if (installation.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path written = step.write(installation.get());
      LOG.atInfo().addKeyValue("file", written).log("CNI file " + done);
      return Optional.of(written);
    } catch (IOException | RuntimeException e) {
      LOG.atError()
          .addKeyValue("key", key)
          .addKeyValue("problem", e.toString())
          .log("CNI file cannot be " + done + "; the container runtime depends on it");
      return Optional.empty();
    }
  }
}
