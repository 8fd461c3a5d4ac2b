package io.weft.ovsdb.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.weft.ovsdb.jsonrpc.JsonRpcConnection;
import io.weft.ovsdb.jsonrpc.Reply;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A daemon's control socket: commands as words, answers as text (ovs-appctl(8)).
///
/// A connection per question, on the caller's event loop; the socket is looked for each time, for a
/// daemon started anew has another.
public final class ControlSocket {

  /// The longest answer that is read, in bytes.
  public static final int LONGEST_ANSWER = 64 << 20;

  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final Path runDirectory;
  private final String daemon;
  // A client without a strong reference closes its connections silently.
  private final NetClient client;

  /// The control socket of a daemon.
  ///
  /// @param runDirectory the directory of its sockets and its PID file
  /// @param daemon its name, `ovs-vswitchd` for instance
  public ControlSocket(Vertx vertx, Path runDirectory, String daemon) {
    this.vertx = vertx;
    this.runDirectory = runDirectory;
    this.daemon = daemon;
    this.client = vertx.createNetClient();
  }

  /// Runs a command, `dpctl/dump-conntrack` for instance. Blocks for as long as it takes to look at
  /// three files.
  ///
  /// Fails with [CommandUnavailableException] if there is no socket, or with the daemon's own words if
  /// it refuses, and otherwise if nobody answers; whether it carried the command out is then unknown.
  public Future<String> ask(String command, List<String> words) {
    Optional<Path> socket = find();
    if (socket.isEmpty()) {
      return Future.failedFuture(
          new CommandUnavailableException(
              "%1$s has no control socket in %2$s; does %1$s run?"
                  .formatted(daemon, runDirectory)));
    }
    Promise<String> answer = Promise.promise();
    client
        .connect(SocketAddress.domainSocketAddress(socket.get().toString()))
        .onFailure(cause -> answer.tryFail(unreachable(socket.get(), cause)))
        .onSuccess(connected -> ask(connected, command, words).onComplete(answer));
    return answer.future();
  }

  private IOException unreachable(Path socket, Throwable cause) {
    return new IOException(
        "nobody answers on %s (%s); does %s run?".formatted(socket, cause.getMessage(), daemon),
        cause);
  }

  private Future<String> ask(NetSocket socket, String command, List<String> words) {
    JsonRpcConnection connection =
        new JsonRpcConnection(vertx, socket, LONGEST_ANSWER, SILENCE, _ -> {});
    ArrayNode params = JsonNodeFactory.instance.arrayNode();
    words.forEach(params::add);
    return connection
        .request(command, params)
        .compose(reply ->
            switch (reply) {
              case Reply.Result(var value) -> Future.succeededFuture(value.asText());
              case Reply.Refusal(var error) ->
                  Future.<String>failedFuture(
                      new CommandUnavailableException(
                          "%s refuses %s: %s".formatted(daemon, command, error.asText().strip())));
            })
        .onComplete(_ -> connection.end("answered"));
  }

  /// The socket of the daemon that the PID file names, else one without a number, else any.
  private Optional<Path> find() {
    try {
      Path pidFile = runDirectory.resolve(daemon + ".pid");
      if (Files.exists(pidFile)) {
        String pid = Files.readString(pidFile).strip();
        Path numbered = runDirectory.resolve("%s.%s.ctl".formatted(daemon, pid));
        if (Files.exists(numbered)) {
          return Optional.of(numbered);
        }
      }
      Path plain = runDirectory.resolve(daemon + ".ctl");
      if (Files.exists(plain)) {
        return Optional.of(plain);
      }
      try (DirectoryStream<Path> sockets =
          Files.newDirectoryStream(runDirectory, daemon + ".*.ctl")) {
        for (Path socket : sockets) {
          return Optional.of(socket);
        }
      }
      return Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
