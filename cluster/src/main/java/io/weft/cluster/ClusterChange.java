package io.weft.cluster;

/// One change of the cluster's state. Both are idempotent: putting an equal object again, and
/// deleting an absent one, change nothing.
public sealed interface ClusterChange {

  ObjectKey key();

  /// The object now is this, whether it existed before or not.
  record Put(ClusterObject object) implements ClusterChange {
    @Override
    public ObjectKey key() {
      return object.key();
    }
  }

  /// The object is gone.
  record Delete(ObjectKey key) implements ClusterChange {}
}
