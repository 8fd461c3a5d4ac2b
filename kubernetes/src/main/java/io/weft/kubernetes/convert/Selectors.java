package io.weft.kubernetes.convert;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.LabelSelector.DoesNotExist;
import io.weft.cluster.LabelSelector.Exists;
import io.weft.cluster.LabelSelector.In;
import io.weft.cluster.LabelSelector.NotIn;
import io.weft.cluster.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Label selectors (meta/v1).
final class Selectors {

  private Selectors() {}

  /// The selector; an absent one is empty here, which is not the same as an empty one.
  static Optional<LabelSelector> optional(Field field) {
    return field.present() ? Optional.of(selector(field)) : Optional.empty();
  }

  static LabelSelector selector(Field field) {
    List<Requirement> requirements = new ArrayList<>();
    field.at("matchLabels").texts().forEach((key, value) -> requirements.add(new In(key, value)));
    requirements.addAll(field.at("matchExpressions").each(Selectors::requirement));
    return new LabelSelector(requirements);
  }

  private static Requirement requirement(Field field) {
    String key = field.at("key").requiredText();
    field.at("key").labelKey(key);
    Field values = field.at("values");
    Field operator = field.at("operator");
    return switch (operator.requiredText()) {
      case "In" -> new In(key, some(values));
      case "NotIn" -> new NotIn(key, some(values));
      case "Exists" -> new Exists(none(values, key));
      case "DoesNotExist" -> new DoesNotExist(none(values, key));
      default -> throw operator.malformed("give In, NotIn, Exists or DoesNotExist");
    };
  }

  private static NavigableSet<String> some(Field values) {
    if (values.items().isEmpty()) {
      throw values.malformed("give at least one value");
    }
    return new TreeSet<>(values.each(Field::labelValue));
  }

  private static String none(Field values, String key) {
    if (!values.items().isEmpty()) {
      throw values.malformed("leave the values out; this operator takes none");
    }
    return key;
  }
}
