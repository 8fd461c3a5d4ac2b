package io.weft.openflow.text;

import io.weft.openflow.action.Learn;
import io.weft.openflow.action.Learn.Spec;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The learn action in text: `learn(table=5,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[])`.
final class LearnText {

  private static final Set<String> NUMBERS =
      Set.of(
          "idle_timeout",
          "hard_timeout",
          "fin_idle_timeout",
          "fin_hard_timeout",
          "priority",
          "cookie",
          "limit");

  private static final int DEFAULT_TABLE = 1;

  private LearnText() {}

  static String print(Learn learn, Names names) {
    List<String> parts = new ArrayList<>();
    parts.add("table=" + names.table(learn.table()));
    number(parts, "idle_timeout", learn.timeouts().idle());
    number(parts, "hard_timeout", learn.timeouts().hard());
    number(parts, "fin_idle_timeout", learn.timeouts().finIdle());
    number(parts, "fin_hard_timeout", learn.timeouts().finHard());
    if (learn.priority() != FlowText.DEFAULT_PRIORITY) {
      parts.add("priority=" + learn.priority());
    }
    if (learn.sendFlowRemoved()) {
      parts.add("send_flow_rem");
    }
    if (learn.deleteLearned()) {
      parts.add("delete_learned");
    }
    if (learn.cookie() != 0) {
      parts.add("cookie=" + Numbers.hex(learn.cookie()));
    }
    number(parts, "limit", learn.limit());
    learn.limitResult().ifPresent(bit -> parts.add("result_dst=" + bit.toNxmText()));
    learn.specs().forEach(spec -> parts.add(print(spec, names)));
    return "learn(" + String.join(",", parts) + ")";
  }

  private static void number(List<String> parts, String name, long value) {
    if (value != 0) {
      parts.add(name + "=" + value);
    }
  }

  private static String print(Spec spec, Names names) {
    return switch (spec) {
      case Spec.MatchField(BitRange source, BitRange destination) ->
          source.equals(destination)
              ? source.toNxmText()
              : destination.toNxmText() + "=" + source.toNxmText();
      case Spec.MatchValue(BitRange destination, Bits value) ->
          destination.isWhole()
              ? destination.field() + "=" + whole(destination.field(), value, names)
              : destination.toNxmText() + "=" + Numbers.hex(value);
      case Spec.LoadField(BitRange source, BitRange destination) ->
          "load:%s->%s".formatted(source.toNxmText(), destination.toNxmText());
      case Spec.LoadValue(Bits value, BitRange destination) ->
          "load:%s->%s".formatted(Numbers.hex(value), destination.toNxmText());
      case Spec.OutputTo(BitRange source) -> "output:" + source.toNxmText();
    };
  }

  private static String whole(Field field, Bits value, Names names) {
    return FieldText.print(Masked.exact(field, value), names);
  }

  static Learn parse(Item item, Names names) {
    Map<String, Long> numbers = new HashMap<>();
    Set<String> flags = new HashSet<>();
    int table = DEFAULT_TABLE;
    Optional<BitRange> result = Optional.empty();
    List<Spec> specs = new ArrayList<>();
    for (Item part : item.items()) {
      String key = part.key();
      try {
        if (NUMBERS.contains(key)) {
          numbers.put(key, Numbers.readUnsigned(key, part.value()));
        } else if (key.equals("table")) {
          table = names.readTable(part.value());
        } else if (key.equals("result_dst")) {
          result = Optional.of(FieldText.range(part.value()));
        } else if (key.equals("send_flow_rem") || key.equals("delete_learned")) {
          flags.add(key);
        } else {
          specs.add(spec(part, names));
        }
      } catch (IllegalArgumentException e) {
        throw part.failure(e);
      }
    }
    return new Learn(
        table,
        number(numbers, "priority", FlowText.DEFAULT_PRIORITY),
        numbers.getOrDefault("cookie", 0L),
        new Learn.Timeouts(
            number(numbers, "idle_timeout", 0),
            number(numbers, "hard_timeout", 0),
            number(numbers, "fin_idle_timeout", 0),
            number(numbers, "fin_hard_timeout", 0)),
        flags.contains("send_flow_rem"),
        flags.contains("delete_learned"),
        numbers.getOrDefault("limit", 0L),
        result,
        specs);
  }

  private static int number(Map<String, Long> numbers, String key, int otherwise) {
    return (int) Math.min(numbers.getOrDefault(key, (long) otherwise), Integer.MAX_VALUE);
  }

  private static Spec spec(Item part, Names names) {
    String value = part.value();
    return switch (part.key()) {
      case "load" -> load(value);
      case "output" -> new Spec.OutputTo(FieldText.range(value));
      default -> {
        BitRange destination = FieldText.range(part.key());
        if (!part.hasValue()) {
          yield new Spec.MatchField(destination, destination);
        }
        yield isRange(value)
            ? new Spec.MatchField(FieldText.range(value), destination)
            : new Spec.MatchValue(destination, value(destination, value, names));
      }
    };
  }

  private static Spec load(String text) {
    int arrow = SetFieldText.arrow(text);
    String from = text.substring(0, arrow);
    BitRange destination = FieldText.range(text.substring(arrow + 2));
    return isRange(from)
        ? new Spec.LoadField(FieldText.range(from), destination)
        : new Spec.LoadValue(Bits.parse(from), destination);
  }

  private static boolean isRange(String text) {
    return text.indexOf('[') >= 0 || Field.named(text).isPresent();
  }

  private static Bits value(BitRange destination, String text, Names names) {
    return destination.isWhole()
        ? FieldText.parse(destination.field(), text, names).value()
        : Bits.parse(text);
  }
}
