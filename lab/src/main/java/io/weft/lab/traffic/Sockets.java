package io.weft.lab.traffic;

import io.weft.net.IpAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;

/// Between our addresses and the JDK's.
final class Sockets {

  private Sockets() {}

  static InetAddress inet(IpAddress address) throws UnknownHostException {
    return address.isIpv4()
        ? InetAddress.getByAddress(address.toBytes())
        : Inet6Address.getByAddress(null, address.toBytes(), -1);
  }

  static IpAddress address(InetSocketAddress socket) {
    return IpAddress.ofBytes(socket.getAddress().getAddress());
  }

  static StandardProtocolFamily family(InetAddress address) {
    return address instanceof Inet4Address
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }
}
