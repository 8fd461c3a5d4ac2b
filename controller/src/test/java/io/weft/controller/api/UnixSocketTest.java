package io.weft.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.SocketAddress;
import io.weft.controller.fixture.Await;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  private final Vertx vertx = Vertx.vertx();
  @TempDir private Path directory = Path.of("");

  @AfterEach
  void close() {
    var _ = vertx.close();
  }

  @Test
  void aSocketIsBornWhereOnlyItsOwnerMayGoAndMovedWhenItIsRestricted() throws IOException {
    Path path = directory.resolve("a/b/agent.sock");
    Future<?> listening =
        UnixSocket.listen(
            path,
            address -> {
              assertThat(path).doesNotExist();
              assertThat(mode(parent(Path.of(address.path())))).isEqualTo("rwx------");
              return listen(address);
            });
    Await.until(listening::toString, SOON, listening::succeeded);
    assertThat(mode(path)).isEqualTo("rw-------");
    assertThat(mode(directory.resolve("a/b"))).isEqualTo("rwx------");
    assertThat(connects(path)).isTrue();
    try (Stream<Path> left = Files.list(directory.resolve("a/b"))) {
      assertThat(left).containsExactly(path);
    }
  }

  @Test
  void whatAnEarlierProcessLeftIsReplaced() throws IOException {
    Path path = Files.writeString(directory.resolve("agent.sock"), "left over");
    Future<?> listening = UnixSocket.listen(path, this::listen);
    Await.until(listening::toString, SOON, listening::succeeded);
    assertThat(connects(path)).isTrue();
  }

  @Test
  void aSocketThatCannotBeMadeLeavesNothing() throws IOException {
    Future<?> refused =
        UnixSocket.listen(directory.resolve("agent.sock"), _ -> Future.failedFuture("no"));
    Await.until(refused::toString, SOON, refused::failed);
    Path file = Files.writeString(directory.resolve("file"), "");
    Future<?> misplaced = UnixSocket.listen(file.resolve("agent.sock"), this::listen);
    assertThat(misplaced.cause()).hasMessageContaining("file/agent.sock cannot be made");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  private Future<NetServer> listen(SocketAddress address) {
    return vertx.createNetServer().connectHandler(_ -> {}).listen(address);
  }

  private static boolean connects(Path path) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(path));
    }
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
