package io.weft.openflow.text;

import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;

/// Bits of a field, matched or set; unlike a match, what is set may be a part of any field.
record Masked(Field field, Bits value, Bits mask) {

  static Masked of(FieldMatch match) {
    return new Masked(match.field(), match.value(), match.mask());
  }

  static Masked exact(Field field, Bits value) {
    return new Masked(field, value, field.ones());
  }

  boolean isExact() {
    return mask.equals(field.ones());
  }

  FieldMatch toMatch() {
    return new FieldMatch(field, value, mask);
  }
}
