package io.weft.ovsdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.ovsdb.client.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A server that does what the test says: one script per connection, in the order of the
/// connections; a later connection than there are scripts is closed at once.
public final class ScriptedPeer implements AutoCloseable {

  /// A schema with one table `T`: name (string), number (integer), tags (set), ids (map), one
  /// (optional string).
  public static final String SCHEMA =
      """
      {"name":"D","version":"1.0.0","tables":{"T":{"columns":{
        "name":{"type":"string"},
        "number":{"type":"integer"},
        "tags":{"type":{"key":"string","min":0,"max":"unlimited"}},
        "ids":{"type":{"key":"string","value":"string","min":0,"max":"unlimited"}},
        "one":{"type":{"key":"string","min":0,"max":1}}}}}}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerSocket server;
  private final CompletableFuture<Void> played = new CompletableFuture<>();

  /// What happens on one connection.
  public interface Script {
    void play(Line line) throws IOException;
  }

  /// Starts to listen.
  public ScriptedPeer(Script... scripts) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(() -> play(List.of(scripts)));
  }

  public Endpoint endpoint() {
    return new Endpoint.Tcp("127.0.0.1", server.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (played.isCompletedExceptionally()) {
      played.join();
    }
  }

  private void play(List<Script> scripts) {
    try {
      for (Script script : scripts) {
        try (Socket socket = server.accept()) {
          script.play(new Line(socket));
        }
      }
      played.complete(null);
      while (!server.isClosed()) {
        server.accept().close();
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      played.completeExceptionally(e);
    }
  }

  /// The peer's end of one connection.
  public static final class Line {

    private final Socket socket;
    private final MappingIterator<JsonNode> incoming;

    private Line(Socket socket) throws IOException {
      this.socket = socket;
      this.incoming = JSON.readerFor(JsonNode.class).readValues(socket.getInputStream());
    }

    /// The next message, which must be of this method; echo requests are answered on the way.
    public JsonNode expect(String method) throws IOException {
      JsonNode message = next();
      while (message.path("method").asText().equals("echo") && !method.equals("echo")) {
        reply(message, "[]");
        message = next();
      }
      if (!message.path("method").asText().equals(method)) {
        throw new AssertionError("expected " + method + ", got " + message);
      }
      return message;
    }

    /// The next message, whatever it is.
    public JsonNode next() throws IOException {
      if (!incoming.hasNextValue()) {
        throw new AssertionError("the client closed the connection");
      }
      return incoming.nextValue();
    }

    /// Waits until the client closes the connection.
    public void expectEnd() throws IOException {
      while (incoming.hasNextValue()) {
        incoming.nextValue();
      }
    }

    /// Answers a request.
    public void reply(JsonNode request, String result) throws IOException {
      send("{\"id\":" + request.get("id") + ",\"result\":" + result + ",\"error\":null}");
    }

    /// Refuses a request.
    public void refuse(JsonNode request, String error) throws IOException {
      send("{\"id\":" + request.get("id") + ",\"result\":null,\"error\":" + error + "}");
    }

    /// Notifies.
    public void inform(String method, String params) throws IOException {
      send("{\"id\":null,\"method\":\"" + method + "\",\"params\":" + params + "}");
    }

    /// Sends any text.
    public void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    /// Answers the request for the schema with [#SCHEMA].
    public void giveSchema() throws IOException {
      reply(expect("get_schema"), SCHEMA);
    }

    /// Gives the schema and answers `monitor_cond_since` with these contents of table `T`.
    ///
    /// @return the request
    public JsonNode giveContents(String transaction, String rows) throws IOException {
      giveSchema();
      JsonNode request = expect("monitor_cond_since");
      reply(request, "[false,\"" + transaction + "\",{\"T\":" + rows + "}]");
      return request;
    }
  }
}
