package io.weft.lab.traffic;

/// A port that somebody listens on.
///
/// @param protocol TCP, UDP or SCTP
/// @param number 1 to 65535
public record Port(Protocol protocol, int number) {

  public Port {
    if (protocol == Protocol.ICMP) {
      throw new IllegalArgumentException("ICMP has no ports");
    }
    if (number < 1 || number > 65535) {
      throw new IllegalArgumentException("port " + number + " is not in 1 to 65535");
    }
  }

  @Override
  public String toString() {
    return protocol + "/" + number;
  }
}
