package io.weft.openflow.message;

/// A port came, went or changed (OpenFlow 1.5.1 §7.4.3).
public record PortStatus(Reason reason, Port port) implements Message {

  /// In the order of their numbers on the wire.
  public enum Reason {
    ADD,
    DELETE,
    MODIFY
  }
}
