package io.weft.pipeline.service;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.pipeline.table.Reserved;

/// What the host translates a [Face] to before the packet enters by the gateway: a reserved address
/// and a port, so that the client keeps its own address.
///
/// @param address in the upper half of [Reserved#frontends]
/// @param port 32768 to 65535
public record Frontend(IpAddress address, int port) {

  /// How many bits a frontend's number has: 12 of the address, 15 of the port.
  public static final int NUMBER_BITS = 27;

  private static final int PORT_BITS = 15;
  private static final long FIRST_ADDRESS = 4096;

  /// The frontend of a number of at most [#NUMBER_BITS] bits.
  public static Frontend numbered(IpFamily family, int number) {
    long address = FIRST_ADDRESS + (number >>> PORT_BITS);
    int port = 1 << PORT_BITS | (number & ((1 << PORT_BITS) - 1));
    return new Frontend(Reserved.frontends(family).address(address), port);
  }
}
