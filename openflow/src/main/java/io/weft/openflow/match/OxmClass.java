package io.weft.openflow.match;

/// The namespaces of OXM field numbers that Open vSwitch uses (OpenFlow 1.5.1 §7.2.3.2).
public enum OxmClass {
  /// Nicira's fields older than OpenFlow 1.2.
  NXM_0(0x0000, 0),
  /// Nicira's later extensions.
  NXM_1(0x0001, 0),
  OPENFLOW(0x8000, 0),
  PACKET_REGS(0x8001, 0),
  /// Fields of an experimenter, here always Ericsson (neighbour discovery).
  EXPERIMENTER(0xffff, 0x00d0_0512);

  private final int code;
  private final int experimenter;

  OxmClass(int code, int experimenter) {
    this.code = code;
    this.experimenter = experimenter;
  }

  /// The 16 bits on the wire.
  public int code() {
    return code;
  }

  /// The 32-bit experimenter that follows the header of [#EXPERIMENTER]; 0 for the others.
  public int experimenter() {
    return experimenter;
  }
}
