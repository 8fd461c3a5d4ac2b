package io.weft.lab.cases;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How many cases ended how.
///
/// @param passed as they must
/// @param failed otherwise
/// @param skipped not tried, or of which nothing could be judged
/// @param unjudged cells that could not be judged, in cases that were tried
public record CaseTotals(long passed, long failed, long skipped, long unjudged) {

  public static CaseTotals of(List<CaseResult> results) {
    return new CaseTotals(
        results.stream().filter(CaseResult::passed).count(),
        results.stream().filter(CaseResult::failed).count(),
        results.stream().filter(result -> result.skipped().isPresent()).count(),
        results.stream().mapToLong(result -> result.unjudged().size()).sum());
  }

  /// A result as plain names and values, for JSON and YAML.
  public static Map<String, Object> row(CaseResult result) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", result.id());
    row.put(
        "verdict",
        result.skipped().isPresent() ? "skipped" : result.passed() ? "passed" : "failed");
    result.skipped().ifPresent(reason -> row.put("reason", reason));
    row.put("judged", result.judged());
    row.put("unjudged", result.unjudged().size());
    row.put("seconds", result.duration().toMillis() / 1000.0);
    row.put("failures", result.failures());
    return row;
  }

  @Override
  public String toString() {
    return "%s%d passed, %d failed, %d skipped"
        .formatted(unjudged == 0 ? "" : unjudged + " cells unjudged\n", passed, failed, skipped);
  }
}
