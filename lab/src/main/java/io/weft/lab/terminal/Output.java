package io.weft.lab.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Option;

/// The option `-o` of a command that answers with a tree.
public final class Output {

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.text;

  /// Whether people are to read it, not programs: the command prints its own lines then.
  public boolean isText() {
    return format == Format.text;
  }

  /// Prints a tree in the form that was asked for.
  public void print(JsonNode tree) {
    System.out.println(format.render(tree));
  }
}
