package io.weft.controller;

/// Gives memory back to the node once work has come to rest.
///
/// A burst of Pods or policies lets the heap grow, and a JVM that then does nothing never looks at
/// it again. So the first audit that finds nothing done since the one before collects the garbage,
/// once; the JVM's options let the heap shrink then. Some ten milliseconds, when nobody waits.
final class QuietHeap {

  private long seen = -1;
  private boolean rested = true;

  /// To be called at every audit.
  ///
  /// @param work how much was done since the start; any number that grows with it
  void audit(long work) {
    if (work != seen) {
      seen = work;
      rested = false;
    } else if (!rested) {
      rested = true;
      System.gc();
    }
  }
}
