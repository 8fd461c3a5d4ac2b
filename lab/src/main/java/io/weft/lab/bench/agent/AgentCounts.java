package io.weft.lab.bench.agent;

import io.weft.lab.agent.AgentClient;
import java.util.HashMap;
import java.util.Map;

/// What an agent has counted since it started.
///
/// @param flowMods flow-mods sent
/// @param groupMods group-mods sent
/// @param changes changes of what it knows from which other flows followed
/// @param changeSeconds from the news to the confirmed flows, all of these together
/// @param readBacks how often the bridge was read back
/// @param readBackSeconds reading and comparing, all together
public record AgentCounts(
    long flowMods,
    long groupMods,
    long changes,
    double changeSeconds,
    long readBacks,
    double readBackSeconds) {

  /// Asks the agent.
  ///
  /// @throws IllegalStateException if it does not have the counters
  public static AgentCounts of(AgentClient agent) {
    return parse(agent.ask("/metrics").body());
  }

  /// Reads the text format of Prometheus.
  static AgentCounts parse(String text) {
    Map<String, Double> values = new HashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.contains(" "))
        .forEach(line ->
            values.put(
                line.split("[{ ]", 2)[0],
                Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    return new AgentCounts(
        value(values, "weft_flow_mods_total").longValue(),
        value(values, "weft_group_mods_total").longValue(),
        value(values, "weft_change_seconds_count").longValue(),
        value(values, "weft_change_seconds_sum"),
        value(values, "weft_read_back_seconds_count").longValue(),
        value(values, "weft_read_back_seconds_sum"));
  }

  private static Double value(Map<String, Double> values, String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "the agent has no metric %s, only %s".formatted(name, values.keySet()));
    }
    return value;
  }

  /// What was counted since `before`, by the same process.
  public AgentCounts since(AgentCounts before) {
    return new AgentCounts(
        flowMods - before.flowMods,
        groupMods - before.groupMods,
        changes - before.changes,
        changeSeconds - before.changeSeconds,
        readBacks - before.readBacks,
        readBackSeconds - before.readBackSeconds);
  }

  /// How long a change took on average, milliseconds; 0 without any.
  double millisPerChange() {
    return changes == 0 ? 0 : 1000 * changeSeconds / changes;
  }
}
