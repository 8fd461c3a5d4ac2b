package io.weft.lab.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.weft.lab.state.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/// Asks an agent over the unix socket it serves HTTP on; one connection per question.
///
/// @param socket the agent's `agentSocket`
public record AgentClient(Path socket) {

  /// An answer.
  ///
  /// @param status the HTTP status code
  /// @param body the body as text
  public record Response(int status, String body) {

    /// The body as JSON.
    ///
    /// @throws AgentUnreachableException if it is none
    public JsonNode json() {
      try {
        return ObjectReader.JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AgentUnreachableException("the agent's answer is not JSON: " + body, e);
      }
    }
  }

  /// Asks for `path` (with its query).
  ///
  /// @throws AgentUnreachableException if nobody listens or the connection breaks; the message names
  ///     the socket and the remedy
  public Response ask(String path) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      boolean _ = channel.connect(UnixDomainSocketAddress.of(socket));
      String request =
          "GET %s HTTP/1.1\r\nHost: weft\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
              .formatted(path);
      ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
      return parse(Channels.newInputStream(channel).readAllBytes());
    } catch (IOException e) {
      throw new AgentUnreachableException(
          "no agent answers on %s (%s): is it running there? --socket names another one"
              .formatted(socket, e.getMessage()),
          e);
    }
  }

  /// As [#ask], where only an answer will do.
  ///
  /// @throws IllegalStateException if the agent cannot answer; the message is what it says instead
  public Response answer(String path) {
    Response response = ask(path);
    if (response.status() != 200) {
      throw new IllegalStateException("the agent answers: " + response.body().strip());
    }
    return response;
  }

  /// Splits a whole HTTP/1.1 response (RFC 9112), with its body plain or in chunks.
  static Response parse(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    if (end < 0 || !text.startsWith("HTTP/1.") || text.length() < 12) {
      throw new IOException("not an HTTP response");
    }
    String head = text.substring(0, end).toLowerCase(Locale.ROOT);
    int status = Integer.parseInt(text.substring(9, 12));
    byte[] body = new byte[bytes.length - end - 4];
    System.arraycopy(bytes, end + 4, body, 0, body.length);
    byte[] whole = head.contains("\r\ntransfer-encoding: chunked") ? joined(body) : body;
    return new Response(status, new String(whole, StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[] chunks) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    String text = new String(chunks, StandardCharsets.ISO_8859_1);
    int at = 0;
    while (true) {
      int line = text.indexOf("\r\n", at);
      if (line < 0) {
        throw new IOException("the response ends in the middle");
      }
      int length = Integer.parseInt(text.substring(at, line).split(";", -1)[0].strip(), 16);
      if (length == 0) {
        return whole.toByteArray();
      }
      whole.write(chunks, line + 2, length);
      at = line + 2 + length + 2;
    }
  }
}
