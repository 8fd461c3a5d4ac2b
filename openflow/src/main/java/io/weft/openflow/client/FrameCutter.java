package io.weft.openflow.client;

import io.vertx.core.buffer.Buffer;
import io.weft.openflow.wire.Frame;
import io.weft.openflow.wire.MalformedMessageException;
import java.util.Arrays;
import java.util.function.Consumer;

/// Cuts a stream of bytes into frames, however the bytes arrive.
final class FrameCutter {

  private byte[] pending = new byte[4096];
  private int size;

  /// Takes what arrived and passes on every frame that is complete.
  ///
  /// @throws MalformedMessageException if a header cannot be one; the stream is of no use any more
  void accept(Buffer arrived, Consumer<byte[]> frames) {
    append(arrived);
    int start = 0;
    while (size - start >= Frame.HEADER_LENGTH) {
      int length = (pending[start + 2] & 0xff) << 8 | (pending[start + 3] & 0xff);
      if (length < Frame.HEADER_LENGTH) {
        throw new MalformedMessageException(
            2, "length %d is shorter than a header".formatted(length));
      }
      if (size - start < length) {
        break;
      }
      frames.accept(Arrays.copyOfRange(pending, start, start + length));
      start += length;
    }
    System.arraycopy(pending, start, pending, 0, size - start);
    size -= start;
  }

  private void append(Buffer arrived) {
    int count = arrived.length();
    if (size + count > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(size + count, pending.length * 2));
    }
    arrived.getBytes(0, count, pending, size);
    size += count;
  }
}
