package io.weft.ovsdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;

/// A real ovs-vswitchd on a server's database, with dummy devices in place of the system's.
public final class Vswitchd implements AutoCloseable {

  private final Process process;

  /// Starts it.
  public Vswitchd(OvsdbServer server) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  "ovs-vswitchd",
                  server.unix().toString(),
                  "--enable-dummy=override",
                  "--disable-system",
                  "--no-chdir",
                  "--unixctl=" + server.directory() + "/vswitchd.ctl")
              .redirectErrorStream(true)
              .redirectOutput(server.directory().resolve("vswitchd.log").toFile());
      builder.environment().put("OVS_RUNDIR", server.directory().toString());
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("ovs-vswitchd does not end");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
