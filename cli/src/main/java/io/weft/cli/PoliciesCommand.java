package io.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.terminal.Colours;
import io.weft.lab.terminal.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `weft policies`.
@Command(
    name = "policies",
    description = {
      "The NetworkPolicies as a node's agent sees them: on which of its Pods each is in force and",
      "since when, how many connections each rule allowed, and what of it is broken."
    })
final class PoliciesCommand implements Callable<Integer> {

  @Mixin private AgentSocket agent = new AgentSocket();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    JsonNode policies = agent.client().answer("/policies").json();
    if (output.isText()) {
      policies.forEach(PoliciesCommand::print);
    } else {
      output.print(policies);
    }
    return 0;
  }

  private static void print(JsonNode policy) {
    String name = Colours.STRONG.of(policy.path("policy").asText());
    System.out.println(
        policy.path("inForce").asBoolean() ? name : name + "  selects no Pod of this node");
    for (JsonNode pod : policy.path("pods")) {
      List<String> directions = new ArrayList<>();
      pod.path("directions").forEach(direction -> directions.add(direction.asText()));
      System.out.printf(
          "  on %-24s %-16s %s%n",
          pod.path("pod").asText(),
          String.join(" ", directions),
          pod.path("since").isNull() ? "not yet" : "since " + pod.path("since").asText());
    }
    for (JsonNode rule : policy.path("rules")) {
      System.out.printf(
          "  rule %-22s %d connections%n",
          rule.path("rule").asText().replaceFirst("^[^ ]* ", ""),
          rule.path("connections").asLong());
    }
    policy
        .path("faults")
        .forEach(fault -> System.out.println("  " + Colours.BAD.of("broken: ") + fault.asText()));
  }
}
