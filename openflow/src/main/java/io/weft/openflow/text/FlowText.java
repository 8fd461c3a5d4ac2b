package io.weft.openflow.text;

import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.FlowStats;
import java.time.Duration;
import java.util.List;

/// Flows in text: `cookie=0x5, table=classify, priority=100,in_port=5,ip actions=drop`.
public final class FlowText {

  static final int DEFAULT_PRIORITY = 32768;

  private FlowText() {}

  /// The flow as `ovs-ofctl dump-flows --no-stats` prints it, without the blank before it.
  public static String print(Flow flow, Names names) {
    StringBuilder text = new StringBuilder();
    if (flow.cookie() != 0) {
      text.append("cookie=").append(Numbers.hex(flow.cookie())).append(", ");
    }
    if (flow.table() != 0 || names.tables().containsKey(0)) {
      text.append("table=").append(names.table(flow.table())).append(", ");
    }
    options(text, flow.options());
    end(text, flow, names);
    return text.toString();
  }

  /// The same with numbers for tables and ports.
  public static String print(Flow flow) {
    return print(flow, Names.NONE);
  }

  /// The flow as `ovs-ofctl dump-flows` prints it, without the blank before it.
  public static String print(FlowStats stats, Names names) {
    Flow flow = stats.flow();
    StringBuilder text = new StringBuilder("cookie=0x%x, ".formatted(flow.cookie()));
    text.append("duration=").append(seconds(stats.duration())).append(", table=");
    text.append(names.table(flow.table())).append(", ");
    text.append("n_packets=%s, ".formatted(Long.toUnsignedString(stats.packets())));
    text.append("n_bytes=%s, ".formatted(Long.toUnsignedString(stats.bytes())));
    options(text, flow.options());
    text.append("idle_age=").append(stats.idle().toSeconds()).append(", ");
    end(text, flow, names);
    return text.toString();
  }

  private static void end(StringBuilder text, Flow flow, Names names) {
    String match = MatchText.print(flow.match(), names);
    if (flow.priority() != DEFAULT_PRIORITY) {
      text.append("priority=").append(flow.priority()).append(match.isEmpty() ? " " : ",");
    }
    text.append(match).append(match.isEmpty() ? "" : " ");
    text.append("actions=").append(ActionText.print(flow.actions(), names));
  }

  private static void options(StringBuilder text, FlowOptions options) {
    timeout(text, "idle_timeout", options.idleTimeout());
    timeout(text, "hard_timeout", options.hardTimeout());
    text.append(options.sendFlowRemoved() ? "send_flow_rem " : "");
    text.append(options.checkOverlap() ? "check_overlap " : "");
    text.append(options.resetCounts() ? "reset_counts " : "");
    text.append(options.noPacketCounts() ? "no_packet_counts " : "");
    text.append(options.noByteCounts() ? "no_byte_counts " : "");
    timeout(text, "importance", options.importance());
  }

  private static void timeout(StringBuilder text, String name, int value) {
    if (value != 0) {
      text.append(name).append('=').append(value).append(", ");
    }
  }

  private static String seconds(Duration duration) {
    if (duration.toNanosPart() == 0) {
      return duration.toSeconds() + "s";
    }
    String fraction = "%09d".formatted(duration.toNanosPart());
    int end = fraction.length();
    while (fraction.charAt(end - 1) == '0') {
      end--;
    }
    return duration.toSeconds() + "." + fraction.substring(0, end) + "s";
  }

  /// Reads one flow; statistics are skipped.
  ///
  /// @throws SyntaxException if it is malformed or holds what the values cannot express
  public static Flow parse(String line, Names names) {
    return parseStats(line, names).flow();
  }

  /// The same with numbers, or the names of reserved ports, for tables and ports.
  public static Flow parse(String line) {
    return parse(line, Names.NONE);
  }

  /// Reads one flow with its statistics; those that are missing are 0.
  ///
  /// @throws SyntaxException if it is malformed or holds what the values cannot express
  public static FlowStats parseStats(String line, Names names) {
    return new FlowReader(line, names).read();
  }

  /// Reads a whole dump: one flow per line; blank lines, comments from `#` on and the line that
  /// names the reply are skipped.
  ///
  /// @throws SyntaxException for the first line that is malformed
  public static List<Flow> parseAll(String dump, Names names) {
    return dump.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .filter(line -> !line.startsWith("OFPST_FLOW") && !line.startsWith("NXST_FLOW"))
        .map(line -> parse(line, names))
        .toList();
  }
}
