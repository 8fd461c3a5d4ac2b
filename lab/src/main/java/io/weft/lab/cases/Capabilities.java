package io.weft.lab.cases;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Which kinds of objects the agents act on. A case that applies another kind is skipped.
public final class Capabilities {

  private static final Map<String, Boolean> ACTED_ON =
      Map.of(
          "Service", true,
          "EndpointSlice", true,
          "NetworkPolicy", true,
          "ClusterNetworkPolicy", false);

  private Capabilities() {}

  /// Why a case cannot be judged yet, if so.
  public static Optional<String> missing(CaseFile file) {
    return missing(file, kind -> ACTED_ON.getOrDefault(kind, true));
  }

  /// Why a case cannot be judged by somebody who acts on these kinds, if so.
  static Optional<String> missing(CaseFile file, Predicate<String> actedOn) {
    TreeSet<String> kinds = new TreeSet<>();
    file.objects().forEach(object -> kinds.add(object.kind()));
    for (CaseFile.Step step : file.steps()) {
      for (Action action : step.actions()) {
        switch (action) {
          case Action.Apply(var object) -> kinds.add(object.kind());
          case Action.Delete(var id) -> kinds.add(id.kind());
          case Action.OpenFlow _ -> {}
        }
      }
    }
    kinds.removeIf(actedOn);
    return kinds.isEmpty() ? Optional.empty() : Optional.of("not built yet: " + kinds);
  }
}
