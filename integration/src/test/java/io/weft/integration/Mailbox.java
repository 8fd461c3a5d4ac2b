package io.weft.integration;

import io.weft.lab.netns.NetworkNamespace;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A UDP port that keeps what arrives, so that a test can say what has not arrived.
final class Mailbox implements AutoCloseable {

  static final int PORT = 9999;

  private final DatagramChannel channel;

  Mailbox(NetworkNamespace namespace) {
    this.channel =
        namespace.call(() -> {
          DatagramChannel opened = DatagramChannel.open();
          opened.bind(new InetSocketAddress("::", PORT));
          opened.socket().setSoTimeout(5000);
          return opened;
        });
  }

  /// Everything that arrived up to and including `last`. Frames of one sender keep their order, so
  /// what was sent before `last` and is not here was dropped.
  ///
  /// @throws AssertionError if `last` does not arrive within 5 s
  List<String> until(String last) throws IOException {
    List<String> texts = new ArrayList<>();
    while (texts.isEmpty() || !texts.getLast().equals(last)) {
      ByteBuffer buffer = ByteBuffer.allocate(2048);
      try {
        var packet = new java.net.DatagramPacket(buffer.array(), buffer.capacity());
        channel.socket().receive(packet);
        texts.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII));
      } catch (SocketTimeoutException e) {
        throw new AssertionError("'" + last + "' has not arrived, only " + texts, e);
      }
    }
    return texts;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
