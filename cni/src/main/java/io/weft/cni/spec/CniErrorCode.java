package io.weft.cni.spec;

/// The error codes of CNI spec 1.1 ("Error"), and Weft's own from 100 on.
public enum CniErrorCode {
  INCOMPATIBLE_VERSION(1),
  UNSUPPORTED_FIELD(2),
  UNKNOWN_CONTAINER(3),
  INVALID_ENVIRONMENT(4),
  IO_FAILURE(5),
  UNDECODABLE(6),
  INVALID_CONFIGURATION(7),
  /// A passing condition: the runtime may repeat the same request.
  TRY_AGAIN_LATER(11),
  /// STATUS: no ADD can succeed at present.
  NOT_AVAILABLE(50),
  /// STATUS: no ADD can succeed, and attached containers may have lost connectivity.
  NOT_AVAILABLE_LIMITED(51),
  /// A fault of Weft itself.
  INTERNAL(100),
  /// The Pod CIDR has no free address.
  ADDRESSES_EXHAUSTED(101),
  /// An address that was asked for cannot be given.
  ADDRESS_UNAVAILABLE(102),
  /// The Pod's interface could not be made.
  WIRING_FAILED(103),
  /// CHECK found something missing or changed.
  ATTACHMENT_CHANGED(104);

  private final int number;

  CniErrorCode(int number) {
    this.number = number;
  }

  /// The number in the error's `code` field.
  public int number() {
    return number;
  }
}
