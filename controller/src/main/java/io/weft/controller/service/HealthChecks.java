package io.weft.controller.service;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.weft.cluster.ObjectKey;
import io.weft.pipeline.service.HostShare;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells load balancers at each Service's health check node port whether this node has a ready
/// endpoint of it: 200 or 503, with the count (core/v1 `healthCheckNodePort`, KEP-1860's JSON as
/// kube-proxy answers it). Used on the agent's event loop.
final class HealthChecks {

  private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

  private record Open(ObjectKey service, Future<HttpServer> server) {}

  private final Vertx vertx;
  private final Map<Integer, Open> open = new HashMap<>();
  private final Map<ObjectKey, Integer> ready = new HashMap<>();

  HealthChecks(Vertx vertx) {
    this.vertx = vertx;
  }

  /// Follows one Service; completes when its port answers, or could not be opened.
  Future<Void> follow(HostShare.Change change) {
    ObjectKey service = change.service();
    Integer before = change.before().healthCheck().map(HostShare.HealthCheck::port).orElse(null);
    Integer after = change.after().healthCheck().map(HostShare.HealthCheck::port).orElse(null);
    change
        .after()
        .healthCheck()
        .ifPresentOrElse(
            check -> ready.put(service, check.readyLocal()), () -> ready.remove(service));
    if (Objects.equals(before, after)) {
      return Future.succeededFuture();
    }
    Future<Void> closed = before == null ? Future.succeededFuture() : close(service, before);
    return after == null ? closed : closed.compose(_ -> listen(service, after));
  }

  private Future<Void> close(ObjectKey service, int port) {
    Open present = open.get(port);
    if (present == null || !present.service().equals(service)) {
      return Future.succeededFuture();
    }
    open.remove(port);
    return present.server().compose(HttpServer::close).otherwiseEmpty();
  }

  private Future<Void> listen(ObjectKey service, int port) {
    Open present = open.get(port);
    Future<Void> free = present == null ? Future.succeededFuture() : close(present.service(), port);
    Future<HttpServer> server =
        free.compose(_ -> listen(service, port, "::"))
            .recover(_ -> listen(service, port, "0.0.0.0"));
    open.put(port, new Open(service, server));
    return server
        .onFailure(e ->
            LOG.atError()
                .addKeyValue("service", service)
                .addKeyValue("port", port)
                .addKeyValue("problem", e.getMessage())
                .log("health check node port cannot be opened; free the port"))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<HttpServer> listen(ObjectKey service, int port, String address) {
    return vertx
        .createHttpServer()
        .requestHandler(request -> answer(service, request))
        .listen(port, address);
  }

  private void answer(ObjectKey service, HttpServerRequest request) {
    int count = ready.getOrDefault(service, 0);
    JsonObject body =
        new JsonObject()
            .put(
                "service",
                new JsonObject().put("namespace", service.namespace()).put("name", service.name()))
            .put("localEndpoints", count)
            .put("serviceProxyHealthy", true);
    request
        .response()
        .setStatusCode(count > 0 ? 200 : 503)
        .putHeader("Content-Type", "application/json")
        .putHeader("X-Load-Balancing-Endpoint-Weight", Integer.toString(count))
        .end(body.encode());
  }
}
