package io.weft.cluster;

/// A port by number or by the name a container gives it (util/intstr `IntOrString`).
public sealed interface PortReference {

  /// A port number, 1 to 65535.
  record Numbered(int port) implements PortReference {
    public Numbered {
      Ports.check(port);
    }

    @Override
    public String toString() {
      return Integer.toString(port);
    }
  }

  /// The name of a container port; each Pod resolves it for itself.
  record Named(String name) implements PortReference {
    public Named {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("empty port name");
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
