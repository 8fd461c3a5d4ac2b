package io.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.terminal.Colours;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The way of a packet as people read it.
///
/// @param hops the agents' answers, node by node
record TraceText(JsonNode hops) {

  private static final Set<String> LOST = Set.of("dropped", "to-agent");

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (JsonNode hop : hops) {
      lines.add(
          "%s, from %s: %s"
              .formatted(
                  Colours.STRONG.of("node " + hop.path("node").asText()),
                  hop.path("entry").asText(),
                  hop.path("packet").asText()));
      hop.path("steps").forEach(step -> step(step, lines));
      lines.add(outcome(hop.path("outcome")));
    }
    return lines;
  }

  private static void step(JsonNode step, List<String> lines) {
    String owner = step.path("owner").asText("");
    String purpose = step.path("purpose").asText("");
    lines.add(
        "  %-15s %s"
            .formatted(
                step.path("table").asText(), owner + (purpose.isEmpty() ? "" : ": " + purpose)));
    String flow = step.path("flow").isNull() ? "no flow matches" : step.path("flow").asText();
    lines.add("                  " + Colours.FAINT.of(flow));
    List<String> sets = new ArrayList<>();
    step.path("sets")
        .properties()
        .forEach(entry -> sets.add(entry.getKey() + " = " + entry.getValue().asText()));
    sets.forEach(set -> lines.add("                  -> " + set));
  }

  private static String outcome(JsonNode outcome) {
    String verdict = outcome.path("verdict").asText();
    Colours colour = LOST.contains(verdict) ? Colours.BAD : Colours.GOOD;
    return "  => %s: %s".formatted(colour.of(verdict), outcome.path("reason").asText());
  }
}
