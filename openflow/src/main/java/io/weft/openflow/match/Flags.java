package io.weft.openflow.match;

import java.util.List;

/// The names of the bits of `ct_state` and `tcp_flags` (ovs-fields(7)).
public final class Flags {

  private static final List<String> CT_STATE =
      List.of("new", "est", "rel", "rpl", "inv", "trk", "snat", "dnat");
  private static final List<String> TCP_FLAGS =
      List.of("fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns");

  private Flags() {}

  /// The names of the field's bits, the least significant first; empty where bits have no names.
  public static List<String> names(Field field) {
    return switch (field) {
      case CT_STATE -> CT_STATE;
      case TCP_FLAGS -> TCP_FLAGS;
      default -> List.of();
    };
  }

  /// Reads `+name` for a bit that is set and `-name` for one that is clear, in any number.
  ///
  /// @throws IllegalArgumentException if the text is anything else or the field has no such bit
  public static FieldMatch parse(Field field, String text) {
    List<String> names = names(field);
    long value = 0;
    long mask = 0;
    int at = 0;
    while (at < text.length()) {
      char sign = text.charAt(at);
      int end = at + 1;
      while (end < text.length() && Character.isLetter(text.charAt(end))) {
        end++;
      }
      int bit = names.indexOf(text.substring(at + 1, end));
      if ((sign != '+' && sign != '-') || bit < 0) {
        throw new IllegalArgumentException(
            "%s flags '%s': expected + or - and one of %s at position %d"
                .formatted(field, text, names, at));
      }
      mask |= 1L << bit;
      value |= sign == '+' ? 1L << bit : 0;
      at = end;
    }
    return new FieldMatch(field, Bits.of(value), Bits.of(mask));
  }

  /// The match as `+name-name`, the least significant bit first.
  ///
  /// @throws IllegalArgumentException if a bit under the mask has no name
  public static String print(FieldMatch match) {
    List<String> names = names(match.field());
    if (!match.mask().fits(names.size())) {
      throw new IllegalArgumentException("not all bits have names: " + match);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      if ((match.mask().low() >>> i & 1) == 1) {
        text.append((match.value().low() >>> i & 1) == 1 ? '+' : '-').append(names.get(i));
      }
    }
    return text.toString();
  }
}
