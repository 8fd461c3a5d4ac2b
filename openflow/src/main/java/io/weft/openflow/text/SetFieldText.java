package io.weft.openflow.text;

import io.weft.openflow.action.Action;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;

/// Values that are set: `set_field:5/0xff->reg0`, `load:5->reg0[0..7]`, `move:reg0[]->reg1[]`.
final class SetFieldText {

  private SetFieldText() {}

  static Action setField(String text, Names names) {
    int arrow = arrow(text);
    Field field = FieldText.field(text.substring(arrow + 2));
    Masked value = FieldText.parse(field, text.substring(0, arrow), names);
    return new Action.SetField(field, value.value(), value.mask());
  }

  static Action load(String text) {
    int arrow = arrow(text);
    BitRange range = FieldText.range(text.substring(arrow + 2));
    return Action.SetField.of(range, Bits.parse(text.substring(0, arrow)));
  }

  static Action move(String text) {
    int arrow = arrow(text);
    return new Action.CopyField(
        FieldText.range(text.substring(0, arrow)), FieldText.range(text.substring(arrow + 2)));
  }

  static int arrow(String text) {
    int arrow = text.indexOf("->");
    if (arrow < 0) {
      throw new IllegalArgumentException("no -> in '" + text + "'");
    }
    return arrow;
  }
}
