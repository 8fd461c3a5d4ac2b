package io.weft.kubernetes;

import io.weft.cluster.ClusterChange;
import java.util.List;

/// Where the cluster's state comes from.
///
/// A source delivers from one thread at a time, in order. After [Listener#synced] what was delivered
/// is the whole state; before, it is a part of it. A source that loses its origin (API server away,
/// directory unreadable) keeps quiet and keeps trying: what it delivered stays true until it says
/// otherwise, and on return it delivers the difference, deletions included.
public interface ClusterSource extends AutoCloseable {

  /// Begins to deliver, and returns at once. To be called once.
  void start(Listener listener);

  /// Stops delivering; no call is made to the listener after this returns. Idempotent.
  @Override
  void close();

  /// Who is told. Calls come from the source's own threads, one at a time: hand over and return.
  interface Listener {

    /// These objects changed, in this order. Only real changes: an equal object is not repeated.
    void changed(List<ClusterChange> changes);

    /// Everything that exists has been delivered. Called once.
    void synced();

    /// An object, or a whole file, cannot be read. Its last good version stays in force, if it had
    /// one. Repeated only when something about it changes.
    void broken(BrokenObject object);

    /// What was reported as broken is readable again, or is gone.
    void mended(BrokenObject object);

    /// All that was in the source when it reached this revision has been delivered. Revisions of one
    /// source grow. Sources that have no revisions never call this.
    void revision(String revision);
  }
}
