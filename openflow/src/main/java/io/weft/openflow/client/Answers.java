package io.weft.openflow.client;

import io.weft.openflow.message.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Parts of an answer, joined.
final class Answers {

  private Answers() {}

  /// What `part` takes from each answer, in one list.
  ///
  /// @throws IllegalStateException if the bridge answered another question than was asked
  static <T> List<T> join(List<Answer> answers, Function<Answer, @Nullable List<T>> part) {
    List<T> all = new ArrayList<>();
    for (Answer answer : answers) {
      List<T> some = part.apply(answer);
      if (some == null) {
        throw new IllegalStateException("the bridge answered another question: " + answer);
      }
      all.addAll(some);
    }
    return List.copyOf(all);
  }
}
