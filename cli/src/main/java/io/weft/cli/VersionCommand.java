package io.weft.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `weft version`.
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {

  @Override
  public Integer call() {
    for (String line : new Version().getVersion()) {
      System.out.println(line);
    }
    return 0;
  }
}
