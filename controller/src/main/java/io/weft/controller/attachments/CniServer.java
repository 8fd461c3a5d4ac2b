package io.weft.controller.attachments;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.weft.cni.relay.RelayDecoder;
import io.weft.cni.relay.RelayReply;
import io.weft.cni.relay.RelayRequest;
import io.weft.cni.spec.CniError;
import io.weft.cni.spec.CniErrorCode;
import io.weft.cni.spec.CniVersion;
import io.weft.controller.api.UnixSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The socket that the CNI executable asks: one request and one reply per connection.
///
/// A caller that goes away does not stop its command; one that sends nothing is cut off.
public final class CniServer {

  private static final Logger LOG = LoggerFactory.getLogger(CniServer.class);
  private static final Duration REQUEST_TIME = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final Function<RelayRequest, CompletionStage<RelayReply>> commands;

  /// @param commands answers a request, on the event loop
  public CniServer(Vertx vertx, Function<RelayRequest, CompletionStage<RelayReply>> commands) {
    this.vertx = vertx;
    this.commands = commands;
  }

  /// Begins to listen on a socket that only its owner may use; a stale one is replaced.
  public Future<NetServer> listen(Path path) {
    return UnixSocket.listen(
        path, address -> vertx.createNetServer().connectHandler(this::connected).listen(address));
  }

  private void connected(NetSocket socket) {
    RelayDecoder decoder = new RelayDecoder();
    long timer = vertx.setTimer(REQUEST_TIME.toMillis(), _ -> socket.close());
    socket.exceptionHandler(_ -> vertx.cancelTimer(timer));
    socket.handler(octets -> {
      try {
        Optional<RelayRequest> request = decoder.append(octets.getBytes());
        request.ifPresent(r -> {
          vertx.cancelTimer(timer);
          answer(socket, r);
        });
      } catch (IllegalArgumentException e) {
        LOG.atWarn().addKeyValue("problem", e.getMessage()).log("CNI request refused");
        reply(
            socket,
            RelayReply.failure(
                CniError.of(CniErrorCode.UNDECODABLE, String.valueOf(e.getMessage())),
                CniVersion.newest()));
      }
    });
  }

  private void answer(NetSocket socket, RelayRequest request) {
    long start = System.nanoTime();
    commands
        .apply(request)
        .whenComplete((reply, failure) -> {
          RelayReply answer = failure == null ? reply : internal(failure);
          log(request, answer, System.nanoTime() - start);
          reply(socket, answer);
        });
  }

  private static RelayReply internal(Throwable failure) {
    LOG.atError().setCause(failure).log("CNI command failed by a fault of the agent");
    return RelayReply.failure(
        CniError.of(CniErrorCode.INTERNAL, "the Weft agent failed: " + failure),
        CniVersion.newest());
  }

  private static void log(RelayRequest request, RelayReply answer, long nanos) {
    String command = request.environment().getOrDefault("CNI_COMMAND", "");
    boolean quiet = answer.success() && (command.equals("STATUS") || command.equals("VERSION"));
    var event = answer.success() ? (quiet ? LOG.atDebug() : LOG.atInfo()) : LOG.atWarn();
    event
        .addKeyValue("command", command)
        .addKeyValue("container", request.environment().getOrDefault("CNI_CONTAINERID", ""))
        .addKeyValue("args", request.environment().getOrDefault("CNI_ARGS", ""))
        .addKeyValue("millis", nanos / 1_000_000)
        .addKeyValue("answer", answer.success() ? "success" : answer.stdout())
        .log("CNI command answered");
  }

  private static void reply(NetSocket socket, RelayReply reply) {
    socket.write(Buffer.buffer(reply.encode())).onComplete(_ -> socket.close());
  }
}
