package io.weft.lab.traffic;

import java.util.Locale;

/// What a probe speaks above IP.
public enum Protocol {
  TCP,
  UDP,
  SCTP,
  ICMP;

  /// Reads the name in any case, as users type it and as Kubernetes writes it.
  ///
  /// @throws IllegalArgumentException for any other text, naming what is known
  public static Protocol parse(String text) {
    for (Protocol protocol : values()) {
      if (protocol.name().equalsIgnoreCase(text)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("protocol '" + text + "' is none of TCP, UDP, SCTP, ICMP");
  }

  /// The name in lower case.
  public String lowerCase() {
    return name().toLowerCase(Locale.ROOT);
  }
}
