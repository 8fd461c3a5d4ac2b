package io.weft.controller.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The agent's HTTP interface: `GET` only.
///
/// | path | answer |
/// | --- | --- |
/// | `/healthz` | 200 while the event loop turns |
/// | `/readyz` | 200 when the node is programmed, else 503; `waitingFor` says why |
/// | `/status` | JSON about the node |
/// | `/pods` | JSON, one element per attached Pod |
/// | `/flows` | text, the compiled flows |
/// | `/policies` | JSON, one element per NetworkPolicy: where in force since when, counters, faults |
/// | `/drops` | JSON, what was dropped, by table, reason and owner |
/// | `/trace?from=F&to=T&protocol=P&port=N` | JSON, the way of a packet, table by table |
/// | `/metrics` | text for Prometheus |
/// | `/settled?revision=N&timeoutMillis=M` | 200 once revision N is confirmed, 504 after M ms |
///
/// The TCP address serves `/healthz`, `/readyz` and `/metrics` only.
public final class ApiServer {

  private static final long LONGEST_WAIT = TimeUnit.MINUTES.toMillis(10);
  private static final List<String> PUBLIC_PATHS = List.of("/healthz", "/readyz", "/metrics");

  private final Vertx vertx;
  private final AgentView view;

  public ApiServer(Vertx vertx, AgentView view) {
    this.vertx = vertx;
    this.view = view;
  }

  /// Listens on a unix socket that only its owner may use.
  public Future<HttpServer> listen(Path socket) {
    return UnixSocket.listen(
        socket, address -> vertx.createHttpServer().requestHandler(this::answer).listen(address));
  }

  /// Listens on a TCP address, `HOST:PORT`, for probes and Prometheus.
  public Future<HttpServer> listen(String address) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    return vertx
        .createHttpServer()
        .requestHandler(request -> {
          if (PUBLIC_PATHS.contains(path(request))) {
            answer(request);
          } else {
            notFound(request);
          }
        })
        .listen(Integer.parseInt(address.substring(colon + 1)), host);
  }

  private void answer(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.GET)) {
      end(request.response().setStatusCode(405), "only GET\n");
      return;
    }
    switch (path(request)) {
      case "/healthz" -> end(request.response(), "ok\n");
      case "/readyz" -> readiness(request.response());
      case "/status" -> json(request.response(), view.status().get().encodePrettily());
      case "/pods" -> json(request.response(), view.pods().get().encodePrettily());
      case "/flows" -> end(request.response(), view.flows().get());
      case "/metrics" -> end(request.response(), view.metrics().get());
      case "/settled" -> settled(request);
      default -> {
        AgentView.Question question = view.questions().get(path(request));
        if (question == null) {
          notFound(request);
        } else {
          ask(request, question);
        }
      }
    }
  }

  private static void ask(HttpServerRequest request, AgentView.Question question) {
    HttpServerResponse response = request.response();
    Map<String, String> parameters = new HashMap<>();
    request.params().forEach(entry -> parameters.put(entry.getKey(), entry.getValue()));
    try {
      question
          .answer(parameters)
          .onSuccess(body -> json(response, body))
          .onFailure(e -> end(response.setStatusCode(503), e.getMessage() + "\n"));
    } catch (IllegalArgumentException e) {
      end(response.setStatusCode(400), e.getMessage() + "\n");
    }
  }

  private static String path(HttpServerRequest request) {
    return Objects.requireNonNullElse(request.path(), "");
  }

  private void readiness(HttpServerResponse response) {
    List<String> unready = view.unready().get();
    JsonObject body =
        new JsonObject().put("ready", unready.isEmpty()).put("waitingFor", new JsonArray(unready));
    json(response.setStatusCode(unready.isEmpty() ? 200 : 503), body.encode());
  }

  private void settled(HttpServerRequest request) {
    OptionalLong revision = number(request.getParam("revision"));
    long wait = number(request.getParam("timeoutMillis")).orElse(30_000);
    HttpServerResponse response = request.response();
    if (revision.isEmpty()) {
      end(response.setStatusCode(400), "revision: give a number, as in /settled?revision=7\n");
      return;
    }
    long timer =
        vertx.setTimer(
            Math.clamp(wait, 1, LONGEST_WAIT),
            _ -> {
              if (!response.ended()) {
                json(response.setStatusCode(504), view.status().get().encode());
              }
            });
    response.closeHandler(_ -> vertx.cancelTimer(timer));
    view.settled()
        .apply(revision.getAsLong())
        .onSuccess(_ -> {
          vertx.cancelTimer(timer);
          if (!response.ended() && !response.closed()) {
            end(response, "settled\n");
          }
        });
  }

  private static OptionalLong number(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  private static void notFound(HttpServerRequest request) {
    end(request.response().setStatusCode(404), "no such path: " + path(request) + "\n");
  }

  private static void json(HttpServerResponse response, String body) {
    end(response.putHeader("Content-Type", "application/json"), body + "\n");
  }

  private static void end(HttpServerResponse response, String body) {
    if (!response.headers().contains("Content-Type")) {
      response.putHeader("Content-Type", "text/plain; charset=utf-8");
    }
    var _ = response.end(body);
  }
}
