package io.weft.controller.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The file side of a listening unix socket.
public final class UnixSocket {

  private UnixSocket() {}

  /// Makes the directory, for its owner only if there is none yet, and removes what an earlier process left under the name.
  public static void prepare(Path path) {
    try {
      Path directory = path.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("socket " + path + " cannot be made: " + e, e);
    }
  }

  /// Lets nobody but the owner connect (mode 0600).
  public static void restrict(Path path) {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException("socket " + path + " cannot be restricted: " + e, e);
    }
  }
}
