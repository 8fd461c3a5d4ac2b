package io.weft.pipeline.trace;

/// The bits of `ct_state` (ovs-fields(7)).
public enum ConnectionState {
  NEW(0x01),
  ESTABLISHED(0x02),
  RELATED(0x04),
  REPLY(0x08),
  INVALID(0x10),
  TRACKED(0x20),
  SOURCE_TRANSLATED(0x40),
  DESTINATION_TRANSLATED(0x80);

  private final int bit;

  ConnectionState(int bit) {
    this.bit = bit;
  }

  /// The bit of `ct_state`.
  public int bit() {
    return bit;
  }

  /// The value of `ct_state` with exactly these bits.
  public static int of(ConnectionState... states) {
    int value = 0;
    for (ConnectionState state : states) {
      value |= state.bit;
    }
    return value;
  }
}
