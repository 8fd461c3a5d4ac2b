package io.weft.openflow.match;

/// The namespaces of OXM field numbers that Open vSwitch uses (OpenFlow 1.5.1 §7.2.3.2).
public enum OxmClass {
  /// Nicira's fields older than OpenFlow 1.2.
  NXM_0(0x0000),
  /// Nicira's later extensions.
  NXM_1(0x0001),
  OPENFLOW(0x8000),
  PACKET_REGS(0x8001),
  /// Ericsson's fields of neighbour discovery.
  ERICSSON(0x1000);

  private final int code;

  OxmClass(int code) {
    this.code = code;
  }

  /// The 16 bits on the wire.
  public int code() {
    return code;
  }
}
