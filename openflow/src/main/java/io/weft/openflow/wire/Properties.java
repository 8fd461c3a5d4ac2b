package io.weft.openflow.wire;

import io.weft.net.Bytes;

/// Properties: type, length without padding, value, padding to 8 bytes (OpenFlow 1.5.1 §7.2.2).
///
/// A number of 16 bits counts its padding into the length, one of 8 bits does not, as Open vSwitch
/// has it.
final class Properties {

  private Properties() {}

  static void u8(int type, int value, WireWriter out) {
    out.u16(type);
    out.u16(5);
    out.u8(value);
    out.zeros(3);
  }

  static void u16(int type, int value, WireWriter out) {
    out.u16(type);
    out.u16(8);
    out.u16(value);
    out.zeros(2);
  }

  static void u32(int type, int value, WireWriter out) {
    out.u16(type);
    out.u16(8);
    out.u32(value);
  }

  static void u64(int type, long value, WireWriter out) {
    out.u16(type);
    out.u16(16);
    out.zeros(4);
    out.u64(value);
  }

  static void bytes(int type, Bytes value, WireWriter out) {
    int start = begin(type, out);
    out.bytes(value);
    end(start, out);
  }

  /// Begins a property whose value the caller writes; [#end] ends it.
  static int begin(int type, WireWriter out) {
    int start = out.size();
    out.u16(type);
    out.u16(0);
    return start;
  }

  static void end(int start, WireWriter out) {
    out.length16(start + 2, start);
    out.pad8(start);
  }

  /// The next property, header included; its padding is skipped.
  static WireReader next(WireReader in) {
    WireReader property = in.structure(2, 4);
    in.skipPadding8(property.remaining());
    return property;
  }
}
