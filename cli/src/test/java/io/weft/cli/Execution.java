package io.weft.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What one command did.
///
/// @param status the exit status
/// @param output what it wrote to its standard output
/// @param errors what it wrote to its standard error
record Execution(int status, String output, String errors) {

  static Execution of(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (PrintStream toOutput = new PrintStream(output, true, StandardCharsets.UTF_8);
        PrintStream toErrors = new PrintStream(errors, true, StandardCharsets.UTF_8)) {
      System.setOut(toOutput);
      System.setErr(toErrors);
      int status = Weft.commandLine().execute(arguments);
      return new Execution(
          status, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
