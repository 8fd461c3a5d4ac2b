package io.weft.openflow.text;

import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.FlowStats;
import io.weft.openflow.action.Action;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads one line of a dump of flows.
final class FlowReader {

  private static final Set<String> FLAGS =
      Set.of(
          "send_flow_rem", "check_overlap", "reset_counts", "no_packet_counts", "no_byte_counts");

  private static final Set<String> NUMBERS =
      Set.of(
          "priority",
          "idle_timeout",
          "hard_timeout",
          "importance",
          "n_packets",
          "n_bytes",
          "idle_age",
          "hard_age");

  private final String line;
  private final Names names;
  private final MatchReader match;
  private final Map<String, Long> numbers = new HashMap<>();
  private final Set<String> flags = new HashSet<>();
  private int table;
  private long cookie;
  private Duration duration = Duration.ZERO;

  FlowReader(String line, Names names) {
    this.line = line;
    this.names = names;
    this.match = new MatchReader(names);
  }

  FlowStats read() {
    int end = actionsAt();
    for (Item item : Item.split(line, 0, end)) {
      try {
        read(item);
      } catch (IllegalArgumentException e) {
        throw item.failure(e);
      }
    }
    int from = line.indexOf('=', end) + 1;
    List<Action> actions = ActionText.parse(Item.split(line, from, line.length()), names);
    return stats(actions);
  }

  private int actionsAt() {
    for (String word : List.of("actions=", "action=")) {
      int at = line.indexOf(word);
      if (at == 0 || (at > 0 && " ,\t".indexOf(line.charAt(at - 1)) >= 0)) {
        return at;
      }
    }
    throw new SyntaxException(line, line.length(), "a flow without actions=");
  }

  private void read(Item item) {
    String key = item.key();
    if (NUMBERS.contains(key)) {
      numbers.put(key, Numbers.readUnsigned(key, item.value()));
    } else if (FLAGS.contains(key) && !item.hasValue()) {
      flags.add(key);
    } else {
      switch (key) {
        case "table" -> table = names.readTable(item.value());
        case "cookie" -> cookie = Numbers.readUnsigned(key, item.value());
        case "duration" -> duration = duration(item.value());
        default -> match.read(item);
      }
    }
  }

  private static Duration duration(String text) {
    if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,9})?s")) {
      throw new IllegalArgumentException("duration is not SECONDSs: '" + text + "'");
    }
    return Duration.parse("PT" + text);
  }

  private FlowStats stats(List<Action> actions) {
    FlowOptions options =
        new FlowOptions(
            number("idle_timeout", 0),
            number("hard_timeout", 0),
            number("importance", 0),
            flags.contains("send_flow_rem"),
            flags.contains("check_overlap"),
            flags.contains("reset_counts"),
            flags.contains("no_packet_counts"),
            flags.contains("no_byte_counts"));
    try {
      Flow flow =
          new Flow(
              table,
              number("priority", FlowText.DEFAULT_PRIORITY),
              cookie,
              match.match(),
              actions,
              options);
      return new FlowStats(
          flow,
          duration,
          Duration.ofSeconds(number("idle_age", 0)),
          numbers.getOrDefault("n_packets", 0L),
          numbers.getOrDefault("n_bytes", 0L));
    } catch (SyntaxException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      SyntaxException failure = new SyntaxException(line, 0, String.valueOf(e.getMessage()));
      failure.initCause(e);
      throw failure;
    }
  }

  private int number(String key, int otherwise) {
    long value = numbers.getOrDefault(key, (long) otherwise);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new SyntaxException(line, Math.max(0, line.indexOf(key)), key + " is too great");
    }
    return (int) value;
  }
}
