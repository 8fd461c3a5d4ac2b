package io.weft.lab;

import io.weft.lab.agent.Distribution;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;

/// Records the agent's start-up cache: a program that the build runs once, with
/// `-Dweft.record=true`.
///
/// An agent does in a lab of one node what agents do when they start, and a little of what comes
/// after: two Pods attached and detached. Its classes, loaded and linked, are what the cache keeps.
public final class StartupCache {

  private static final String PODS =
      """
      {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: x}, spec: {nodeName: n1}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {name: b, namespace: x}, spec: {nodeName: n1}}
      """;

  private StartupCache() {}

  /// The program.
  public static void main(String[] arguments) {
    if (!Distribution.recording()) {
      throw new IllegalStateException("run it with -D%s=true".formatted(Distribution.RECORD));
    }
    try (Lab lab = Lab.up(LabSpec.ofNodes("record", 1, true, Tunnel.GENEVE))) {
      lab.apply(ObjectReader.parse("pods", PODS));
      int _ = lab.node("n1").agent().client().ask("/status").status();
    }
  }
}
