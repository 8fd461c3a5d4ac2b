package io.weft.policy.oracle;

import java.util.List;

/// The answer, and why.
///
/// @param allowed whether the connection comes about
/// @param reasons a sentence for each side that was judged, the sender's first
public record Verdict(boolean allowed, List<String> reasons) {
  public Verdict {
    reasons = List.copyOf(reasons);
  }
}
