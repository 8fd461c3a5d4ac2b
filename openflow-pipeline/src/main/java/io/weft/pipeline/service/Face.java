package io.weft.pipeline.service;

import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import java.util.Comparator;

/// An address and port at which a Service is reached from outside: an `externalIPs` entry or a load
/// balancer's address with a port of the Service.
///
/// @param address the address
/// @param protocol the protocol
/// @param port the port, 1 to 65535
public record Face(IpAddress address, Protocol protocol, int port) implements Comparable<Face> {

  private static final Comparator<Face> ORDER =
      Comparator.comparing(Face::address)
          .thenComparing(Face::protocol)
          .thenComparingInt(Face::port);

  @Override
  public int compareTo(Face other) {
    return ORDER.compare(this, other);
  }
}
