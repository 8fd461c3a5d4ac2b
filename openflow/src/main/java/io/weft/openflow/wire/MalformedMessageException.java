package io.weft.openflow.wire;

/// Bytes that are not the OpenFlow structure they should be.
///
/// Thrown by decoding only. The connection that delivered the bytes can no longer be trusted to be
/// in step with its peer and has to be closed.
public final class MalformedMessageException extends RuntimeException {

  private final int offset;

  /// @param offset the position of the offending byte, counted from the start of the message
  public MalformedMessageException(int offset, String problem) {
    super("at byte %d: %s".formatted(offset, problem));
    this.offset = offset;
  }

  /// The position of the offending byte, counted from the start of the message.
  public int offset() {
    return offset;
  }
}
