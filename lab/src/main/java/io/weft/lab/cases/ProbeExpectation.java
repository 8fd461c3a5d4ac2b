package io.weft.lab.cases;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What must come of one question, asked once or several times.
///
/// @param question what to ask
/// @param repeat how many times, each with a new connection
/// @param idle how long to be idle first
/// @param sameAs an earlier probe (`step/index`) whose endpoint must answer again
/// @param outcome what each try must give
/// @param endpoints who may answer; empty: anybody
/// @param cover how many different endpoints must have answered over all tries
/// @param sticky whether exactly one endpoint must have
/// @param sources addresses (or `node:NAME`) one of which the server must have seen; empty: any
/// @param endpointPort the port at which the endpoint must have been reached; 0: any
public record ProbeExpectation(
    Question question,
    int repeat,
    Duration idle,
    Optional<String> sameAs,
    Wanted outcome,
    List<String> endpoints,
    int cover,
    boolean sticky,
    List<String> sources,
    int endpointPort) {

  public ProbeExpectation {
    endpoints = List.copyOf(endpoints);
    sources = List.copyOf(sources);
  }

  /// The outcomes a case can ask for.
  public enum Wanted {
    ANSWERED,
    REJECTED,
    DROPPED,
    NOANSWER,
    ANY,
    HTTP_200,
    HTTP_503;

    /// Whether somebody must answer.
    boolean answer() {
      return this == ANSWERED || this == HTTP_200 || this == HTTP_503;
    }

    /// Reads the case's own word.
    static Wanted parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
