package io.weft.lab.cases;

import io.weft.lab.traffic.Outcome;

/// What an engine saw when it asked a question.
public sealed interface Observation {

  /// It tried, and this came of it.
  record Seen(Outcome outcome) implements Observation {
    @Override
    public String toString() {
      return outcome.toString();
    }
  }

  /// It cannot tell here.
  ///
  /// @param reason why, for people
  record Unjudged(String reason) implements Observation {}
}
