package io.weft.lab.process;

/// A program ended with a status other than 0; the message holds the command and what it complained.
public final class CommandFailedException extends RuntimeException {

  private final int exit;

  CommandFailedException(Command command, Command.Result result) {
    super(
        "'%s' failed with status %d: %s"
            .formatted(
                command,
                result.exit(),
                (result.error().isBlank() ? result.output() : result.error()).strip()));
    this.exit = result.exit();
  }

  /// The exit status.
  public int exit() {
    return exit;
  }
}
