package io.weft.openflow.wire;

import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import java.util.List;

/// Matches (OpenFlow 1.5.1 §7.2.3).
final class MatchCodec {

  private static final int OXM = 1;

  private MatchCodec() {}

  static void write(Match match, WireWriter out) {
    int start = out.size();
    out.u16(OXM); // type
    out.u16(0); // length, without the padding
    writeFields(match, out);
    out.length16(start + 2, start);
    out.pad8(start);
  }

  /// The fields alone, those first that others have as prerequisites.
  static void writeFields(Match match, WireWriter out) {
    List<FieldMatch> fields = match.fields();
    boolean tuple = false;
    for (int i = 0; i < fields.size(); i++) {
      FieldMatch field = fields.get(i);
      if (isOriginalTuple(field.field())) {
        tuple = true;
      } else {
        Oxm.write(field, out);
      }
    }
    for (int i = 0; tuple && i < fields.size(); i++) {
      FieldMatch field = fields.get(i);
      if (isOriginalTuple(field.field())) {
        Oxm.write(field, out);
      }
    }
    if (!match.unknown().isEmpty()) {
      out.bytes(match.unknown());
    }
  }

  /// These stand early in the order of [Field], but need the packet's type.
  private static boolean isOriginalTuple(Field field) {
    return field.compareTo(Field.CT_NW_SRC) >= 0 && field.compareTo(Field.CT_TP_DST) <= 0;
  }

  static Match read(WireReader in) {
    int type = in.peek16(0);
    if (type != OXM) {
      throw in.malformed("match type %d, only OXM (1) is known".formatted(type));
    }
    WireReader match = in.structure(2, 4);
    int length = match.remaining();
    match.skip(4);
    Match result = readFields(match);
    in.skipPadding8(length);
    return result;
  }

  /// Fields up to the end of `in`.
  static Match readFields(WireReader in) {
    Match match = Match.any();
    while (in.hasMore()) {
      FieldMatch field = Oxm.read(in);
      if (field != null) {
        int offset = in.offset();
        try {
          match = match.with(field);
        } catch (IllegalArgumentException e) {
          throw new MalformedMessageException(offset, "match: " + e.getMessage());
        }
      } else {
        int length = in.peek16(2) & 0xff;
        match = match.withUnknown(in.bytes(4 + length));
      }
    }
    return match;
  }
}
