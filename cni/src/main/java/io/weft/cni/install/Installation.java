package io.weft.cni.install;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;

/// Weft's files in a container runtime's directories: the executable `weft-cni`, beside it
/// `weft-cni.socket` with the path of the agent's socket, and the configuration `10-weft.conflist`.
///
/// Each file appears at once, whole; one that is right already is not touched.
///
/// @param binDirectory where the runtime looks for plugins, such as `/opt/cni/bin`
/// @param confDirectory where it looks for configurations, such as `/etc/cni/net.d`
public record Installation(Path binDirectory, Path confDirectory) {
  private static final String SOCKET_FILE = Conflist.TYPE + ".socket";
  private static final String CONFLIST_FILE = "10-weft.conflist";

  /// The names of the machines, as uname(1) has them, by the JDK's names.
  private static final Map<String, String> MACHINES =
      Map.of("amd64", "x86_64", "aarch64", "aarch64");

  /// The executable's place.
  public Path executable() {
    return binDirectory.resolve(Conflist.TYPE);
  }

  /// The configuration's place.
  public Path conflist() {
    return confDirectory.resolve(CONFLIST_FILE);
  }

  /// Installs the executable, and tells it the agent's socket. Without a configuration no runtime
  /// calls it yet.
  ///
  /// @param socket the path of the agent's socket, at most 107 octets
  /// @throws IOException if a file cannot be written; those written stay
  public void installExecutable(Path socket) throws IOException {
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > 107) {
      throw new IOException(
          "the path of the agent's socket has %d octets, at most 107 are possible: %s"
              .formatted(length, socket));
    }
    String machine = MACHINES.getOrDefault(System.getProperty("os.arch"), "unknown");
    try (InputStream in = Installation.class.getResourceAsStream(Conflist.TYPE + "-" + machine)) {
      if (in == null) {
        throw new IOException(
            "this build has no weft-cni for %s; build it on such a machine or with a cross compiler"
                .formatted(System.getProperty("os.arch")));
      }
      write(binDirectory.resolve(SOCKET_FILE), bytes(socket + "\n"), "rw-r--r--");
      write(executable(), in.readAllBytes(), "rwxr-xr-x");
    }
  }

  /// Writes the configuration: from now on runtimes call the executable for new containers.
  ///
  /// @throws IOException if it cannot be written
  public void configure(Conflist conflist) throws IOException {
    write(conflist(), bytes(conflist.print()), "rw-r--r--");
  }

  /// Removes the configuration and then the executable; succeeds if there is none. Runtimes can
  /// then no longer remove containers of the network: drain the node first.
  ///
  /// @throws IOException if a file cannot be removed
  public void uninstall() throws IOException {
    Files.deleteIfExists(conflist());
    Files.deleteIfExists(executable());
    Files.deleteIfExists(binDirectory.resolve(SOCKET_FILE));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Path file, byte[] content, String permissions) throws IOException {
    if (isAlready(file, content, permissions)) {
      return;
    }
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    // Runtimes skip what does not end in a configuration's suffix.
    Path next = Files.createTempFile(directory, ".weft", ".tmp");
    try {
      try (FileChannel out = FileChannel.open(next, StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(content));
        out.force(true);
      }
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString(permissions));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static boolean isAlready(Path file, byte[] content, String permissions)
      throws IOException {
    try {
      return Arrays.equals(Files.readAllBytes(file), content)
          && Files.getPosixFilePermissions(file)
              .equals(PosixFilePermissions.fromString(permissions));
    } catch (NoSuchFileException _) {
      return false;
    }
  }
}
