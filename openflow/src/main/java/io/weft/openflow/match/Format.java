package io.weft.openflow.match;

/// How a field's value is written (ovs-fields(7), "Format").
public enum Format {
  DECIMAL,
  HEXADECIMAL,
  ETHERNET,
  IPV4_ADDRESS,
  IPV6_ADDRESS,
  /// An ofport, reserved ones by name.
  PORT,
  /// `no`, `first`, `later`, `yes`, `not_later`.
  FRAGMENT,
  /// `+trk-new`, the names being those of [Flags].
  FLAGS
}
