package io.weft.cluster;

/// The transport protocols of Services and policies (core/v1 `Protocol`).
public enum Protocol {
  TCP(6),
  UDP(17),
  SCTP(132);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  /// The IANA protocol number, as in the IP header.
  public int number() {
    return number;
  }
}
