package io.weft.controller.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The receive buffer that the packet sockets get which OVS opens from now on
/// (`net.core.rmem_default`, socket(7)): with the usual one, bulk traffic in the userspace datapath
/// loses packets. Blocks for as long as it takes to read and write one file.
public final class ReceiveBuffers {

  private static final Logger LOG = LoggerFactory.getLogger(ReceiveBuffers.class);

  /// What holds bursts, in bytes.
  static final int WANTED = 8_388_608;

  private final Path setting;
  private boolean complained;

  /// The kernel's.
  public ReceiveBuffers() {
    this(Path.of("/proc/sys/net/core/rmem_default"));
  }

  ReceiveBuffers(Path setting) {
    this.setting = setting;
  }

  /// Their size in bytes if that is too small; empty if it is not, or is not known.
  public Optional<Integer> tooSmall() {
    return size().filter(size -> size < WANTED);
  }

  private Optional<Integer> size() {
    try {
      return Files.exists(setting)
          ? Optional.of(Integer.valueOf(KernelFile.line(setting)))
          : Optional.empty();
    } catch (IOException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  /// Makes them large enough; where that is not possible it says so in the log.
  public void enlarge() {
    if (tooSmall().isEmpty()) {
      return;
    }
    try {
      write(WANTED);
    } catch (IOException e) {
      LOG.atLevel(complained ? Level.DEBUG : Level.WARN)
          .addKeyValue("problem", e.getMessage())
          .log(
              "net.core.rmem_default cannot be raised; bulk traffic may lose packets: set it to "
                  + WANTED);
      complained = true;
    }
  }

  /// Makes them what they were, unless somebody has changed them since.
  ///
  /// @throws IOException if the kernel refuses
  public void putBack(int before) throws IOException {
    if (size().equals(Optional.of(WANTED))) {
      write(before);
    }
  }

  private void write(int size) throws IOException {
    Files.writeString(setting, Integer.toString(size));
    LOG.atInfo().addKeyValue("value", size).log("net.core.rmem_default set");
  }
}
