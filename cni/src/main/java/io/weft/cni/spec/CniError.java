package io.weft.cni.spec;

/// An error answer (CNI spec 1.1, "Error").
///
/// @param code what kind of failure
/// @param message one sentence: the thing, the value, the remedy
/// @param details more for the log, may be empty
public record CniError(CniErrorCode code, String message, String details) {

  /// An error without details.
  public static CniError of(CniErrorCode code, String message) {
    return new CniError(code, message, "");
  }

  @Override
  public String toString() {
    return "CNI error %d: %s%s"
        .formatted(code.number(), message, details.isEmpty() ? "" : " (" + details + ")");
  }
}
