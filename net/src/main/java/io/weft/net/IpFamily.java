package io.weft.net;

/// The two families of IP addresses.
public enum IpFamily {
  IPV4(32),
  IPV6(128);

  private final int bits;

  IpFamily(int bits) {
    this.bits = bits;
  }

  /// The width of an address, in bits.
  public int bits() {
    return bits;
  }
}
