package io.weft.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers on a unix socket as an agent does, from what it was given.
final class AnsweringAgent implements AutoCloseable {

  private final Map<String, String> answers;
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final Path socket;
  private final ServerSocketChannel server;

  /// @param answers bodies by path, without query; to anything else it says 404
  AnsweringAgent(Path directory, Map<String, String> answers) throws IOException {
    this.answers = answers;
    this.socket = directory.resolve("agent.sock");
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    var _ = server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(this::serve);
  }

  String socket() {
    return socket.toString();
  }

  /// The paths with their queries that were asked for.
  List<String> questions() {
    return questions;
  }

  private void serve() {
    try {
      while (true) {
        try (SocketChannel client = server.accept()) {
          answer(client);
        }
      }
    } catch (ClosedChannelException _) {
      // The test is over.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(SocketChannel client) throws IOException {
    StringBuilder request = new StringBuilder();
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    while (request.indexOf("\r\n\r\n") < 0 && client.read(bytes) >= 0) {
      request.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
      bytes.clear();
    }
    String question = request.toString().split(" ", -1)[1];
    questions.add(question);
    String body = answers.getOrDefault(question.replaceFirst("\\?.*", ""), "");
    String head = body.isEmpty() ? "404 Not Found" : "200 OK";
    String text = body.isEmpty() ? "nobody knows " + question : body;
    ByteBuffer response =
        ByteBuffer.wrap(
            ("HTTP/1.1 " + head + "\r\ncontent-type: text/plain\r\n\r\n" + text)
                .getBytes(StandardCharsets.UTF_8));
    while (response.hasRemaining()) {
      int _ = client.write(response);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
