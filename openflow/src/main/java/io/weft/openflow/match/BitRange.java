package io.weft.openflow.match;

/// Some neighbouring bits of a field: Open vSwitch's "subfield", `reg0[0..15]`.
///
/// @param field whose bits
/// @param offset the lowest bit, 0 being the least significant
/// @param length how many bits, at least 1
public record BitRange(Field field, int offset, int length) {

  public BitRange {
    if (offset < 0 || length < 1 || offset + length > field.bits()) {
      throw new IllegalArgumentException(
          "%s has %d bits, not %d bits from bit %d on"
              .formatted(field, field.bits(), length, offset));
    }
  }

  /// All bits of the field.
  public static BitRange of(Field field) {
    return new BitRange(field, 0, field.bits());
  }

  /// The bits from `low` to `high`, both included, as the text syntax counts.
  public static BitRange of(Field field, int low, int high) {
    return new BitRange(field, low, high - low + 1);
  }

  /// Whether the range is the whole field.
  public boolean isWhole() {
    return length == field.bits();
  }

  /// Ones at the place of the range, zeros elsewhere.
  public Bits mask() {
    return Bits.ones(length).shiftLeft(offset);
  }

  /// `value` moved to the place of the range.
  ///
  /// @throws IllegalArgumentException if it does not fit
  public Bits place(Bits value) {
    if (!value.fits(length)) {
      throw new IllegalArgumentException("%s does not fit into %s".formatted(value, this));
    }
    return value.shiftLeft(offset);
  }

  /// The range's bits of a value of the field.
  public Bits extract(Bits fieldValue) {
    return fieldValue.shiftRight(offset).and(Bits.ones(length));
  }

  /// `reg0[0..15]`, `reg0[3]` or `reg0[]`.
  @Override
  public String toString() {
    return field.text() + suffix();
  }

  /// The text with the field's NXM name: `NXM_NX_REG0[0..15]`.
  public String toNxmText() {
    return field.nxmName() + suffix();
  }

  private String suffix() {
    if (isWhole()) {
      return "[]";
    }
    return length == 1 ? "[" + offset + "]" : "[" + offset + ".." + (offset + length - 1) + "]";
  }
}
