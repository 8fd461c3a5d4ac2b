package io.weft.kubernetes.convert;

import io.weft.cluster.Labels;
import java.time.Instant;

/// What every object has besides its key (meta/v1, ObjectMeta).
final class Metadata {

  private Metadata() {}

  static Labels labels(Field root) {
    return Labels.of(root.at("metadata").at("labels").labels());
  }

  /// When the API server took the object in; [Instant#EPOCH] where it does not say.
  static Instant created(Field root) {
    return root.at("metadata").at("creationTimestamp").time().orElse(Instant.EPOCH);
  }
}
