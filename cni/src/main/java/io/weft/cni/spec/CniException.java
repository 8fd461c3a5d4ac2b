package io.weft.cni.spec;

/// A request that is answered with a [CniError].
///
/// Thrown by what reads requests, and the way a step of a command says which error it wants to be
/// answered with.
public final class CniException extends RuntimeException {
  private final CniError error;

  public CniException(CniError error) {
    super(error.toString());
    this.error = error;
  }

  /// An exception for an error without details.
  public static CniException of(CniErrorCode code, String message) {
    return new CniException(CniError.of(code, message));
  }

  /// The answer.
  public CniError error() {
    return error;
  }
}
