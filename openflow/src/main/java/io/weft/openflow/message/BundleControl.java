package io.weft.openflow.message;

/// Opens, commits or discards a bundle, or says that this was done (OpenFlow 1.5.1 §7.3.9).
///
/// @param bundleId 32 bits, chosen by the opener, unique among the connection's open bundles
/// @param step what to do or what was done
/// @param flags a bitmap of [#ATOMIC] and [#ORDERED]; the same in every message of a bundle
public record BundleControl(int bundleId, Step step, int flags) implements Message {

  public static final int ATOMIC = 1;
  public static final int ORDERED = 2;

  /// In the order of their numbers on the wire.
  public enum Step {
    OPEN_REQUEST,
    OPEN_REPLY,
    CLOSE_REQUEST,
    CLOSE_REPLY,
    COMMIT_REQUEST,
    COMMIT_REPLY,
    DISCARD_REQUEST,
    DISCARD_REPLY
  }
}
