package io.weft.openflow.match;

/// What a match says about one field: the bits under `mask` equal those of `value`.
///
/// @param field which field
/// @param value the wanted bits; bits outside the mask are cleared
/// @param mask which bits count; all of them where the field is not maskable, never none
public record FieldMatch(Field field, Bits value, Bits mask) {

  public FieldMatch {
    if (mask.isZero() || !mask.fits(field.bits())) {
      throw new IllegalArgumentException(
          "mask %s for %s, which has %d bits".formatted(mask, field, field.bits()));
    }
    if (!field.maskable() && !mask.equals(field.ones())) {
      throw new IllegalArgumentException("%s takes no mask, not %s".formatted(field, mask));
    }
    if (!value.fits(field.bits())) {
      throw new IllegalArgumentException(
          "value %s for %s, which has %d bits".formatted(value, field, field.bits()));
    }
    value = value.and(mask);
  }

  /// The whole field equals the value.
  public static FieldMatch exact(Field field, Bits value) {
    return new FieldMatch(field, value, field.ones());
  }

  /// Whether every bit of the field counts.
  public boolean isExact() {
    return mask.equals(field.ones());
  }

  @Override
  public String toString() {
    return field + "=" + value + (isExact() ? "" : "/" + mask);
  }
}
