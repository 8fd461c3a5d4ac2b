package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.process.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The session that chapter 2 of the book shows.
class FirstSwitchTest {

  private static final Path SCRIPT = Path.of("..", "docs", "examples", "first-switch.sh");

  @Test
  void theBooksFirstSwitchDoesWhatTheBookSays() {
    Command.Result session =
        Command.of("sh", SCRIPT.toAbsolutePath().normalize().toString()).finish();
    assertThat(session.exit()).as(session.output() + session.error()).isZero();
    assertThat(session.output())
        .contains("a -> b answered", "b -> a dropped", "Datapath actions:")
        .doesNotContain("unexpected");
  }

  @Test
  void itLeavesNoNamespaceBehind() {
    Command.Result _ = Command.of("sh", SCRIPT.toAbsolutePath().normalize().toString()).finish();
    assertThat(Command.of("ip", "netns", "list").run()).doesNotContain("first-switch");
  }
}
