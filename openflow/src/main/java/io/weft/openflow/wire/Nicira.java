package io.weft.openflow.wire;

/// Numbers of the Nicira extensions (Open vSwitch's vendor id and subtypes).
final class Nicira {

  static final int VENDOR = 0x2320;

  /// The experimenter of the group selection method (Netronome).
  static final int NETRONOME = 0x154d;

  // Messages.
  static final int SET_PACKET_IN_FORMAT = 16;
  static final int CT_FLUSH_ZONE = 29;
  static final int PACKET_IN2 = 30;
  static final int CT_FLUSH = 32;

  // Actions.
  static final int RESUBMIT = 1;
  static final int NOTE = 8;
  static final int RESUBMIT_TABLE = 14;
  static final int OUTPUT_REG = 15;
  static final int LEARN = 16;
  static final int CONTROLLER = 20;
  static final int CONJUNCTION = 34;
  static final int CT = 35;
  static final int NAT = 36;
  static final int CONTROLLER2 = 37;
  static final int CLONE = 42;
  static final int CT_CLEAR = 43;
  static final int RESUBMIT_TABLE_CT = 44;
  static final int LEARN2 = 45;
  static final int CHECK_PKT_LARGER = 49;

  private Nicira() {}
}
