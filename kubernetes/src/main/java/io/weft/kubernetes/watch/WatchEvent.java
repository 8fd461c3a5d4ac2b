package io.weft.kubernetes.watch;

import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.convert.Conversion;

/// What an informer saw, in the order of its kind.
sealed interface WatchEvent {

  /// The object is there, in whatever shape.
  record Seen(ObjectKey key, String uid, Conversion conversion) implements WatchEvent {}

  /// The object is gone, or no longer selected.
  record Gone(ObjectKey key) implements WatchEvent {}

  /// Everything of the kind that there was has been seen; or the cluster does not know the kind.
  record Listed(String plural) implements WatchEvent {}

  /// The kind cannot be listed or watched for now.
  record Failed(String plural, Throwable cause) implements WatchEvent {}
}
