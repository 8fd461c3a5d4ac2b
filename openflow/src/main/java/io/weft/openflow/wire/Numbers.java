package io.weft.openflow.wire;

/// Enums whose declaration order is that of the numbers on the wire; each says so in its comment.
final class Numbers {

  private Numbers() {}

  /// The constant's number on the wire.
  @SuppressWarnings("EnumOrdinal")
  static int of(Enum<?> constant) {
    return constant.ordinal();
  }
}
