package io.weft.net;

/// An address block in CIDR notation (RFC 4632, RFC 4291 §2.3), always with its host bits cleared.
///
/// Ordered by network address, then by length (the shorter, wider block first).
///
/// @param network the first address of the block; host bits given are cleared
/// @param length the prefix length in bits, 0 to 32 or 0 to 128
public record IpPrefix(IpAddress network, int length) implements Comparable<IpPrefix> {

  public IpPrefix {
    if (length < 0 || length > network.family().bits()) {
      throw new IllegalArgumentException("prefix length %d for %s".formatted(length, network));
    }
    network = masked(network, length);
  }

  /// Reads `address/length`; host bits may be set and are cleared.
  ///
  /// @throws IllegalArgumentException if the text is anything else; the message holds the text
  public static IpPrefix parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("not an address block (ADDRESS/LENGTH): '" + text + "'");
    }
    try {
      IpAddress address = IpAddress.parse(text.substring(0, slash));
      return new IpPrefix(address, Integer.parseUnsignedInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "not an address block (ADDRESS/LENGTH): '" + text + "'", e);
    }
  }

  private static IpAddress masked(IpAddress address, int length) {
    if (address.isIpv4()) {
      return IpAddress.ofIpv4((int) address.low() & (int) highBits(length + 32));
    }
    return length <= 64
        ? IpAddress.ofIpv6(address.high() & highBits(length), 0)
        : IpAddress.ofIpv6(address.high(), address.low() & highBits(length - 64));
  }

  private static long highBits(int count) {
    return count == 0 ? 0 : -1L << (64 - count);
  }

  public IpFamily family() {
    return network.family();
  }

  /// Whether the address lies in this block; an address of the other family never does.
  public boolean contains(IpAddress address) {
    return address.family() == family() && masked(address, length).equals(network);
  }

  /// Whether every address of `other` lies in this block.
  public boolean contains(IpPrefix other) {
    return other.length >= length && contains(other.network);
  }

  /// Whether the two blocks have an address in common.
  public boolean overlaps(IpPrefix other) {
    return contains(other) || other.contains(this);
  }

  /// The `index`-th address of the block, counted from 0 at the network address.
  ///
  /// @throws IllegalArgumentException if the block has no such address
  public IpAddress address(long index) {
    IpAddress address = network.plus(index);
    if (index < 0 || !contains(address)) {
      throw new IllegalArgumentException("%s has no address number %d".formatted(this, index));
    }
    return address;
  }

  /// The last address of the block.
  public IpAddress last() {
    if (network.isIpv4()) {
      return IpAddress.ofIpv4((int) network.low() | ~(int) highBits(length + 32));
    }
    return length <= 64
        ? IpAddress.ofIpv6(network.high() | ~highBits(length), -1)
        : IpAddress.ofIpv6(network.high(), network.low() | ~highBits(length - 64));
  }

  /// The mask of the block as an address: `255.255.255.0` for a /24.
  public IpAddress mask() {
    if (network.isIpv4()) {
      return IpAddress.ofIpv4((int) highBits(length + 32));
    }
    return length <= 64
        ? IpAddress.ofIpv6(highBits(length), 0)
        : IpAddress.ofIpv6(-1, highBits(length - 64));
  }

  @Override
  public int compareTo(IpPrefix other) {
    int order = network.compareTo(other.network);
    return order == 0 ? Integer.compare(length, other.length) : order;
  }

  @Override
  public String toString() {
    return network + "/" + length;
  }
}
