package io.weft.lab.cases;

import io.weft.lab.traffic.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes a case step by step through an engine and compares.
///
/// A cell that must be reached and was not is asked once more, with patience, before it counts as
/// failed: the engine's usual time-out is chosen for the many cells that must stay silent.
public final class CaseRunner {

  private final CaseEngine engine;
  private final Map<String, String> endpoints = new HashMap<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> unjudged = new ArrayList<>();
  private int judged;

  private CaseRunner(CaseEngine engine) {
    this.engine = engine;
  }

  /// Runs one case. An engine that breaks makes the case fail, with the engine's words.
  public static CaseResult run(CaseFile file, CaseEngine engine) {
    CaseRunner runner = new CaseRunner(engine);
    long start = System.nanoTime();
    try {
      engine.load(file);
      for (CaseFile.Step step : file.steps()) {
        engine.act(step.actions());
        runner.judge(step);
      }
    } catch (RuntimeException e) {
      runner.failures.add("broke off: " + e);
    }
    return new CaseResult(
        file.id(),
        runner.untold(),
        runner.failures,
        runner.judged,
        runner.unjudged,
        Duration.ofNanos(System.nanoTime() - start));
  }

  /// Why the case is not one that passed although nothing failed, if so.
  private Optional<String> untold() {
    return judged == 0 && failures.isEmpty() && !unjudged.isEmpty()
        ? Optional.of("nothing of it can be judged")
        : Optional.empty();
  }

  private void judge(CaseFile.Step step) {
    List<Table.Cell> cells = new ArrayList<>();
    step.tables().forEach(table -> cells.addAll(table.cells()));
    judgeCells(step.name(), cells);
    for (int i = 0; i < step.probes().size(); i++) {
      judgeProbe(step.name() + "/" + i, step.probes().get(i));
    }
    step.flows().forEach(flow -> judgeFlow(step.name(), flow));
  }

  private void judgeCells(String step, List<Table.Cell> cells) {
    List<Observation> seen =
        new ArrayList<>(engine.ask(cells.stream().map(Table.Cell::question).toList(), false));
    List<Integer> again = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i).reached() && !reachedOrUnjudged(seen.get(i))) {
        again.add(i);
      }
    }
    List<Observation> second =
        engine.ask(again.stream().map(i -> cells.get(i).question()).toList(), true);
    for (int i = 0; i < again.size(); i++) {
      seen.set(again.get(i), second.get(i));
    }
    for (int i = 0; i < cells.size(); i++) {
      judgeCell(step, cells.get(i), seen.get(i));
    }
  }

  private static boolean reachedOrUnjudged(Observation observation) {
    return switch (observation) {
      case Observation.Seen seen -> seen.outcome().reached();
      case Observation.Unjudged _ -> true;
    };
  }

  private void judgeCell(String step, Table.Cell cell, Observation observation) {
    switch (observation) {
      case Observation.Unjudged(String reason) -> {
        unjudged.add(reason);
      }
      case Observation.Seen(Outcome outcome) -> {
        judged++;
        if (outcome.reached() != cell.reached()) {
          fail(
              step, cell.question(), cell.reached() ? "must connect" : "must not connect", outcome);
        } else if (outcome instanceof Outcome.Answered answered
            && cell.question().to() instanceof Question.Target.Endpoint to
            && !to.name().startsWith("node:")
            && !answered.answer().endpoint().equals(to.name())) {
          fail(step, cell.question(), "must be answered by " + to.name(), outcome);
        }
      }
    }
  }

  private void fail(String step, Question question, String wanted, Object seen) {
    failures.add("step '%s': %s %s, was %s".formatted(step, question, wanted, seen));
  }

  private void judgeProbe(String name, ProbeExpectation probe) {
    pause(probe.idle());
    List<Observation> seen = new ArrayList<>(tries(probe));
    if (probe.outcome().answer()) {
      seen.replaceAll(one ->
          reachedOrUnjudged(one) ? one : engine.ask(List.of(probe.question()), true).getFirst());
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Observation observation : seen) {
      switch (observation) {
        case Observation.Unjudged(String reason) -> unjudged.add(reason);
        case Observation.Seen(Outcome outcome) -> outcomes.add(outcome);
      }
    }
    if (outcomes.isEmpty()) {
      return;
    }
    judged++;
    ProbeVerdict verdict = new ProbeVerdict(probe, engine::nodeAddresses);
    Optional<String> expectedEndpoint = probe.sameAs().map(endpoints::get);
    for (String failure : verdict.judge(outcomes, expectedEndpoint)) {
      failures.add("probe %s: %s %s".formatted(name, probe.question(), failure));
    }
    ProbeVerdict.firstEndpoint(outcomes).ifPresent(endpoint -> endpoints.put(name, endpoint));
  }

  /// Who must stay with one endpoint comes again after the first answer, not at the same moment.
  private List<Observation> tries(ProbeExpectation probe) {
    if (!probe.sticky()) {
      return engine.ask(Collections.nCopies(probe.repeat(), probe.question()), false);
    }
    List<Observation> seen = new ArrayList<>();
    for (int i = 0; i < probe.repeat(); i++) {
      seen.addAll(engine.ask(List.of(probe.question()), true));
    }
    return seen;
  }

  private void judgeFlow(String step, FlowExpectation flow) {
    switch (engine.flow(flow.flow())) {
      case Observation.Unjudged(String reason) -> unjudged.add(reason);
      case Observation.Seen(Outcome outcome) -> {
        judged++;
        if (!(outcome.reached() ? flow.alive() : flow.broken())) {
          failures.add("step '%s': flow %s was %s".formatted(step, flow.flow(), outcome));
        }
        if (outcome instanceof Outcome.Answered(var answer)
            && (!(flow.endpoints().isEmpty() || flow.endpoints().contains(answer.endpoint()))
                || (flow.endpointPort() != 0 && flow.endpointPort() != answer.port()))) {
          failures.add(
              "step '%s': flow %s must be answered by %s%s, was %s"
                  .formatted(
                      step,
                      flow.flow(),
                      flow.endpoints(),
                      flow.endpointPort() == 0 ? "" : " port " + flow.endpointPort(),
                      outcome));
        }
      }
    }
  }

  private static void pause(Duration time) {
    if (time.isPositive()) {
      try {
        Thread.sleep(time);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
