package io.weft.lab.cases;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a case ended.
///
/// @param id the case's
/// @param skipped why it was not tried, or nothing of it could be judged, if so
/// @param failures what was other than it must be, a line each; none: passed
/// @param judged how many cells, probes and flows were judged
/// @param unjudged how many could not be, with the reasons
/// @param duration how long it took
public record CaseResult(
    String id,
    Optional<String> skipped,
    List<String> failures,
    int judged,
    List<String> unjudged,
    Duration duration) {

  public CaseResult {
    failures = List.copyOf(failures);
    unjudged = List.copyOf(unjudged);
  }

  /// A case that was not tried.
  public static CaseResult skipped(String id, String reason) {
    return new CaseResult(id, Optional.of(reason), List.of(), 0, List.of(), Duration.ZERO);
  }

  public boolean passed() {
    return skipped.isEmpty() && failures.isEmpty();
  }

  public boolean failed() {
    return skipped.isEmpty() && !failures.isEmpty();
  }

  /// One line: the verdict, the case, what it judged and how long it took.
  @Override
  public String toString() {
    String left =
        unjudged.isEmpty()
            ? ""
            : "  %d unjudged: %s".formatted(unjudged.size(), String.join("; ", reasons()));
    if (skipped.isPresent()) {
      return "skip  %s  %s%s".formatted(id, skipped.get(), left);
    }
    return "%s  %s  %d judged  %.1f s%s"
        .formatted(passed() ? "ok  " : "FAIL", id, judged, duration.toMillis() / 1000.0, left);
  }

  private List<String> reasons() {
    return unjudged.stream().distinct().sorted().toList();
  }
}
