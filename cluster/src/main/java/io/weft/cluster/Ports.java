package io.weft.cluster;

/// The range of transport ports.
final class Ports {

  private Ports() {}

  static int check(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port %d is not within 1 to 65535".formatted(port));
    }
    return port;
  }
}
