package io.weft.lab.cases;

import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectId;

/// Something a step does.
public sealed interface Action {

  /// Creates or replaces an object.
  record Apply(KubernetesObject object) implements Action {}

  /// Removes an object.
  record Delete(ObjectId id) implements Action {}

  /// Opens a connection, or sends datagrams from one source port, and keeps it in use.
  ///
  /// @param flow its name in later expectations
  /// @param question whence and whereto
  /// @param sourcePort the client's port; 0: any
  record OpenFlow(String flow, Question question, int sourcePort) implements Action {}
}
