package io.weft.ovsdb.client;

/// A listener's registration.
public interface Subscription {

  /// Ends it: the listener is not called any more once this returns on the client's event loop.
  /// Doing it twice changes nothing.
  void cancel();
}
