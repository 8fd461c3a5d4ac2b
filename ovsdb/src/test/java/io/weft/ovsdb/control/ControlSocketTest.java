package io.weft.ovsdb.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.weft.ovsdb.OvsdbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real daemon answers, here one whose control socket is called `db.ctl`.
class ControlSocketTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    var _ = vertx.close();
  }

  private static OvsdbServer listening() {
    OvsdbServer server = OvsdbServer.standalone();
    String _ = server.vsctl("show"); // which waits for it
    return server;
  }

  private String ask(Path directory, String command) throws TimeoutException {
    return new ControlSocket(vertx, directory, "db")
        .ask(command, List.of())
        .await(20, TimeUnit.SECONDS);
  }

  @Test
  void aDaemonAnswersInItsWords() throws TimeoutException {
    try (OvsdbServer server = listening()) {
      assertThat(ask(server.directory(), "version")).startsWith("ovsdb-server (Open vSwitch) ");
    }
  }

  @Test
  void aCommandThatItDoesNotKnowIsUnavailable() {
    try (OvsdbServer server = listening()) {
      assertThatThrownBy(() -> ask(server.directory(), "no/such"))
          .isInstanceOf(CommandUnavailableException.class)
          .hasMessageContaining("db refuses no/such");
    }
  }

  @Test
  void aDaemonThatIsGoneIsNamedWithItsSocket() {
    try (OvsdbServer server = listening()) {
      server.kill();
      assertThatThrownBy(() -> ask(server.directory(), "version"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(server.directory().resolve("db.ctl").toString())
          .hasMessageEndingWith("does db run?");
    }
  }

  @Test
  void withoutASocketNoCommandIsAvailable(@TempDir Path directory) {
    assertThatThrownBy(() -> ask(directory, "version"))
        .isInstanceOf(CommandUnavailableException.class)
        .hasMessage("db has no control socket in %s; does db run?".formatted(directory));
  }
}
