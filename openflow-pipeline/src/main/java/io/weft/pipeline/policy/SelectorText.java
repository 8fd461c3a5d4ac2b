package io.weft.pipeline.policy;

import static io.weft.pipeline.policy.Words.word;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.LabelSelector.Requirement;
import java.util.NavigableSet;
import java.util.stream.Collectors;

/// Label selectors as people write them, so that equal texts mean equal selectors.
final class SelectorText {

  private SelectorText() {}

  /// `app=web, tier in (a, b), !old`; `*` for the selector of everything.
  static String of(LabelSelector selector) {
    String text =
        selector.requirements().stream()
            .map(SelectorText::of)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "*" : text;
  }

  private static String of(Requirement requirement) {
    String key = word(requirement.key());
    return switch (requirement) {
      case LabelSelector.In in when in.values().size() == 1 ->
          key + "=" + word(in.values().first());
      case LabelSelector.In in -> key + " in " + list(in.values());
      case LabelSelector.NotIn notIn -> key + " notin " + list(notIn.values());
      case LabelSelector.Exists _ -> key;
      case LabelSelector.DoesNotExist _ -> "!" + key;
    };
  }

  private static String list(NavigableSet<String> values) {
    return values.stream().map(Words::word).collect(Collectors.joining(", ", "(", ")"));
  }
}
