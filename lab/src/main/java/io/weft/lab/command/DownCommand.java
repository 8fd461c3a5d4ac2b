package io.weft.lab.command;

import io.weft.lab.Remains;
import io.weft.lab.daemon.LabClient;
import io.weft.lab.node.LabPaths;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `weft lab down`.
@Command(
    name = "down",
    description = "Take a lab down; nothing of it stays. No error if none is up.")
final class DownCommand implements Callable<Integer> {

  @Mixin private LabName lab = new LabName();

  @Option(names = "--all", description = "All labs, whatever their names.")
  private boolean all;

  @Override
  public Integer call() {
    if (all) {
      for (String name : Remains.labs()) {
        new LabClient(new LabPaths(name)).down();
        System.out.println("lab " + name + " is gone");
      }
      return 0;
    }
    lab.client().down();
    System.out.println("lab " + lab.paths().lab() + " is gone");
    return 0;
  }
}
