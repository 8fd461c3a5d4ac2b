package io.weft.controller.api;

import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Function;

/// Unix sockets that only their owner may connect to (mode 0600), from the first moment on.
///
/// A socket gets the mode that the umask gives it, and there is no way to ask for another at its
/// birth. So it is born in a directory that only its owner may enter, restricted there, and then
/// moved to its place, where it replaces what an earlier process left.
public final class UnixSocket {

  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private UnixSocket() {}

  /// Listens under the path; directories above it that are not there are made, for the owner only.
  ///
  /// @param listen listens at the address that it is given
  /// @return what `listen` answered; fails if it did, or with the path if the files cannot be made
  public static <S> Future<S> listen(Path path, Function<SocketAddress, Future<S>> listen) {
    Path birthplace;
    try {
      birthplace = Files.createTempDirectory(directory(path), ".", OWNERS_ONLY);
    } catch (IOException e) {
      return Future.failedFuture(new UncheckedIOException(problem(path, e), e));
    }
    Path born = birthplace.resolve("s");
    return listen
        .apply(SocketAddress.domainSocketAddress(born.toString()))
        .map(server -> {
          settle(born, path);
          return server;
        })
        .eventually(() -> {
          remove(birthplace);
          return Future.succeededFuture();
        });
  }

  private static Path directory(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException("it is no path of a file");
    }
    return Files.createDirectories(directory, OWNERS_ONLY);
  }

  private static void settle(Path born, Path path) {
    try {
      Files.setPosixFilePermissions(born, PosixFilePermissions.fromString("rw-------"));
      Files.move(born, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(problem(path, e), e);
    }
  }

  private static void remove(Path birthplace) {
    try {
      Files.deleteIfExists(birthplace.resolve("s"));
      Files.deleteIfExists(birthplace);
    } catch (IOException e) {
      throw new UncheckedIOException(problem(birthplace, e), e);
    }
  }

  private static String problem(Path path, IOException e) {
    return "socket %s cannot be made: %s".formatted(path, e);
  }
}
