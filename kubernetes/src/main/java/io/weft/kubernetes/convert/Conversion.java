package io.weft.kubernetes.convert;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.ObjectKey;
import java.util.List;
import java.util.Optional;

/// What became of one object.
public sealed interface Conversion {

  /// It was read.
  ///
  /// @param object the value
  /// @param faults what in it is broken and was left out so that it fails closed (policies); mostly
  ///   empty
  record Read(ClusterObject object, List<Fault> faults) implements Conversion {
    public Read {
      faults = List.copyOf(faults);
    }
  }

  /// It is none of a network's business: an unknown kind, a Service of type ExternalName, a slice of
  /// names. If an earlier version was read, that one is gone now.
  ///
  /// @param key its key, if it is of a kind that Weft reads
  /// @param reason why, as a sentence's end: `Deployment is not a kind that Weft reads`
  record Skipped(Optional<ObjectKey> key, String reason) implements Conversion {}

  /// It cannot be read; an earlier version stays in force.
  ///
  /// @param key its key, as far as that can be told
  /// @param faults what is wrong with it
  record Broken(Optional<ObjectKey> key, List<Fault> faults) implements Conversion {
    public Broken {
      faults = List.copyOf(faults);
    }
  }
}
