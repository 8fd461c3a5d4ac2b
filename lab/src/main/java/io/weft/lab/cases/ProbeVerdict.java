package io.weft.lab.cases;

import io.weft.lab.traffic.Answer;
import io.weft.lab.traffic.Outcome;
import io.weft.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Compares the outcomes of a probe's tries with its expectation.
///
/// @param probe what is expected
/// @param nodeAddresses the addresses of a node by its name
record ProbeVerdict(ProbeExpectation probe, Function<String, List<IpAddress>> nodeAddresses) {

  /// What is wrong, a line each; none if all is as it must be.
  ///
  /// @param outcomes one per try, at least one
  /// @param same the endpoint that must answer, if an earlier probe settled that
  List<String> judge(List<Outcome> outcomes, Optional<String> same) {
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      Optional<String> wrong = judgeOne(outcomes.get(i), same);
      if (wrong.isPresent()) {
        failures.add("try %d of %d %s".formatted(i + 1, outcomes.size(), wrong.get()));
      }
    }
    long different = answers(outcomes).stream().map(Answer::endpoint).distinct().count();
    if (different < probe.cover()) {
      failures.add(
          "must reach %d endpoints, reached %d: %s"
              .formatted(probe.cover(), different, names(outcomes)));
    }
    if (probe.sticky() && different != 1) {
      failures.add("must stay with one endpoint, reached " + names(outcomes));
    }
    return failures.size() <= 3 ? failures : failures.subList(0, 3);
  }

  private static String names(List<Outcome> outcomes) {
    return answers(outcomes).stream()
        .map(Answer::endpoint)
        .distinct()
        .sorted()
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static List<Answer> answers(List<Outcome> outcomes) {
    List<Answer> answers = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Answered(Answer answer)) {
        answers.add(answer);
      }
    }
    return answers;
  }

  /// The endpoint that answered first.
  static Optional<String> firstEndpoint(List<Outcome> outcomes) {
    return answers(outcomes).stream().map(Answer::endpoint).findFirst();
  }

  private Optional<String> judgeOne(Outcome outcome, Optional<String> same) {
    boolean fits =
        switch (probe.outcome()) {
          case ANSWERED -> outcome.reached();
          case REJECTED -> outcome instanceof Outcome.Rejected;
          case DROPPED -> outcome instanceof Outcome.Dropped;
          case NOANSWER -> !outcome.reached();
          case ANY -> true;
          case HTTP_200 -> outcome.equals(new Outcome.Http(200));
          case HTTP_503 -> outcome.equals(new Outcome.Http(503));
        };
    if (!fits) {
      return Optional.of("must be %s, was %s".formatted(probe.outcome(), outcome));
    }
    return outcome instanceof Outcome.Answered(Answer answer)
        ? judgeAnswer(answer, same)
        : Optional.empty();
  }

  private Optional<String> judgeAnswer(Answer answer, Optional<String> same) {
    if (!probe.endpoints().isEmpty() && !probe.endpoints().contains(answer.endpoint())) {
      return Optional.of(
          "must be answered by %s, was by %s".formatted(probe.endpoints(), answer.endpoint()));
    }
    if (same.isPresent() && !same.get().equals(answer.endpoint())) {
      return Optional.of(
          "must be answered by %s again, was by %s".formatted(same.get(), answer.endpoint()));
    }
    if (probe.endpointPort() != 0 && probe.endpointPort() != answer.port()) {
      return Optional.of(
          "must be answered on port %d, was on %d".formatted(probe.endpointPort(), answer.port()));
    }
    if (!probe.sources().isEmpty() && !sources().contains(answer.source())) {
      return Optional.of(
          "must come from %s, came from %s".formatted(probe.sources(), answer.source()));
    }
    return Optional.empty();
  }

  private List<IpAddress> sources() {
    List<IpAddress> addresses = new ArrayList<>();
    for (String source : probe.sources()) {
      if (source.startsWith("node:")) {
        addresses.addAll(nodeAddresses.apply(source.substring("node:".length())));
      } else {
        addresses.add(IpAddress.parse(source));
      }
    }
    return addresses;
  }
}
