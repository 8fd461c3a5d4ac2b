package io.weft.lab.topology;

import java.util.Locale;

/// How nodes carry Pod traffic to each other.
public enum Tunnel {
  GENEVE,
  VXLAN,
  GRE;

  /// The name as the agent's configuration has it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
