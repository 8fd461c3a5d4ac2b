package io.weft.lab.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.traffic.Answer;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/// Judging, against an engine that answers by a script.
class CaseRunnerTest {

  /// Answers by a function of the question and of whether it is asked with patience.
  private static final class Scripted implements CaseEngine {

    private final BiFunction<Question, Boolean, Observation> script;
    private final List<Action> done = new ArrayList<>();

    Scripted(BiFunction<Question, Boolean, Observation> script) {
      this.script = script;
    }

    @Override
    public void load(CaseFile file) {}

    @Override
    public void act(List<Action> actions) {
      done.addAll(actions);
    }

    @Override
    public List<Observation> ask(List<Question> questions, boolean patient) {
      return questions.stream().map(question -> script.apply(question, patient)).toList();
    }

    @Override
    public Observation flow(String name) {
      return answered("x/a");
    }

    @Override
    public List<IpAddress> nodeAddresses(String node) {
      return List.of(IpAddress.parse("172.18.0.11"));
    }

    @Override
    public void close() {}
  }

  private static Observation answered(String endpoint) {
    return new Observation.Seen(
        new Outcome.Answered(new Answer(endpoint, 80, IpAddress.parse("172.18.0.11"), 40000)));
  }

  private static final Observation SILENCE = new Observation.Seen(new Outcome.Dropped());

  private static CaseResult run(
      List<Table> tables,
      List<ProbeExpectation> probes,
      BiFunction<Question, Boolean, Observation> script) {
    CaseFile.Step step = new CaseFile.Step("s", List.of(), tables, probes, List.of());
    CaseFile file = new CaseFile("np-t", "netpol", "t", List.of(), List.of(), List.of(step));
    return CaseRunner.run(file, new Scripted(script));
  }

  private static Table table(String marks) {
    return new Table(Protocol.TCP, 80, IpFamily.IPV4, List.of("x/a", "x/b"), Map.of("x/c", marks));
  }

  private static ProbeExpectation probe(
      int repeat, ProbeExpectation.Wanted wanted, List<String> endpoints, int cover) {
    return new ProbeExpectation(
        new Question(
            "x/c",
            new Question.Target.Address(IpAddress.parse("10.96.1.10")),
            Protocol.TCP,
            80,
            Optional.empty(),
            Optional.empty()),
        repeat,
        Duration.ZERO,
        Optional.empty(),
        wanted,
        endpoints,
        cover,
        false,
        List.of("node:n1"),
        0);
  }

  @Test
  void aTableIsPassedWhenEveryCellIsAsMarked() {
    CaseResult result =
        run(
            List.of(table(".X")),
            List.of(),
            (question, _) -> question.to().toString().equals("x/a") ? answered("x/a") : SILENCE);
    assertThat(result.failures()).isEmpty();
    assertThat(result.passed()).isTrue();
    assertThat(result.judged()).isEqualTo(2);
  }

  @Test
  void aCellThatMustConnectIsAskedOnceMoreWithPatience() {
    CaseResult patient =
        run(
            List.of(table(".-")),
            List.of(),
            (_, isPatient) -> isPatient ? answered("x/a") : SILENCE);
    assertThat(patient.passed()).isTrue();
    CaseResult silent = run(List.of(table(".-")), List.of(), (_, _) -> SILENCE);
    assertThat(silent.failures())
        .containsExactly("step 's': x/c -> x/a TCP 80 must connect, was dropped");
  }

  @Test
  void aCellThatMustNotConnectFailsAtTheFirstAnswer() {
    CaseResult result = run(List.of(table("X-")), List.of(), (_, _) -> answered("x/a"));
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().getFirst()).contains("must not connect");
  }

  @Test
  void anAnswerByAnotherThanTheAskedFails() {
    CaseResult result = run(List.of(table(".-")), List.of(), (_, _) -> answered("x/z"));
    assertThat(result.failures().getFirst()).contains("must be answered by x/a");
  }

  @Test
  void whatCannotBeJudgedIsCountedAndFailsNothing() {
    CaseResult result =
        run(
            List.of(table("..")),
            List.of(),
            (question, _) ->
                question.to().toString().equals("x/a")
                    ? answered("x/a")
                    : new Observation.Unjudged("no SCTP"));
    assertThat(result.passed()).isTrue();
    assertThat(result.judged()).isOne();
    assertThat(result.toString()).startsWith("ok").contains("1 unjudged: no SCTP");
    assertThat(CaseTotals.of(List.of(result)).toString())
        .isEqualTo("1 cells unjudged\n1 passed, 0 failed, 0 skipped");
  }

  @Test
  void aCaseOfWhichNothingCanBeJudgedHasNotPassed() {
    CaseResult result =
        run(List.of(table(".X")), List.of(), (_, _) -> new Observation.Unjudged("no SCTP"));
    assertThat(result.passed()).isFalse();
    assertThat(result.failed()).isFalse();
    assertThat(result.toString()).startsWith("skip").contains("2 unjudged: no SCTP");
    assertThat(CaseTotals.of(List.of(result)).toString())
        .isEqualTo("2 cells unjudged\n0 passed, 0 failed, 1 skipped");
  }

  @Test
  void aProbeMustReachAsManyEndpointsAsItSays() {
    var wanted = ProbeExpectation.Wanted.ANSWERED;
    CaseResult one =
        run(
            List.of(),
            List.of(probe(5, wanted, List.of("x/a", "x/b"), 2)),
            (_, _) -> answered("x/a"));
    assertThat(one.failures().getFirst()).contains("must reach 2 endpoints, reached 1: [x/a]");
    CaseResult stranger =
        run(List.of(), List.of(probe(1, wanted, List.of("x/b"), 0)), (_, _) -> answered("x/a"));
    assertThat(stranger.failures().getFirst()).contains("must be answered by [x/b], was by x/a");
  }

  @Test
  void silenceIsNotRejection() {
    CaseResult result =
        run(
            List.of(),
            List.of(
                probe(1, ProbeExpectation.Wanted.REJECTED, List.of(), 0),
                probe(1, ProbeExpectation.Wanted.NOANSWER, List.of(), 0)),
            (_, _) -> SILENCE);
    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().getFirst()).contains("must be REJECTED, was dropped");
  }

  @Test
  void anEngineThatBreaksFailsTheCaseWithItsWords() {
    CaseResult result =
        run(
            List.of(table("..")),
            List.of(),
            (_, _) -> {
              throw new IllegalStateException("no switch");
            });
    assertThat(result.failed()).isTrue();
    assertThat(result.failures().getFirst()).contains("no switch");
  }
}
