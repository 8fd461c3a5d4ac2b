package io.weft.policy.oracle;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.LabelSelector.Requirement;
import java.util.Map;

/// Label selectors, read anew from the API's documentation (meta/v1 `LabelSelector`).
final class Selection {

  private Selection() {}

  static boolean selects(LabelSelector selector, Map<String, String> labels) {
    boolean selected = true;
    for (Requirement requirement : selector.requirements()) {
      selected &= holds(requirement, labels);
    }
    return selected;
  }

  private static boolean holds(Requirement requirement, Map<String, String> labels) {
    String value = labels.get(requirement.key());
    return switch (requirement) {
      case LabelSelector.In(_, var values) -> value != null && values.contains(value);
      case LabelSelector.NotIn(_, var values) -> value == null || !values.contains(value);
      case LabelSelector.Exists _ -> value != null;
      case LabelSelector.DoesNotExist _ -> value == null;
    };
  }
}
