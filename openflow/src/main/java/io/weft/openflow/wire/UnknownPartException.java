package io.weft.openflow.wire;

/// A part that is well-formed but that our values cannot say; it is kept as opaque bytes.
///
/// Never leaves this package.
final class UnknownPartException extends RuntimeException {

  UnknownPartException() {
    super("unknown part", null, false, false);
  }

  /// Throws unless `known` holds.
  static void unless(boolean known) {
    if (!known) {
      throw new UnknownPartException();
    }
  }
}
