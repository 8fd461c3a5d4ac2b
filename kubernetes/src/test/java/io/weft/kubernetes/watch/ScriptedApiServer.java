package io.weft.kubernetes.watch;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An API server of a few verbs that fails on demand: lists and watches by resource version, forgets
/// its history (410 Gone), cuts, refuses, forbids. What it holds is JSON as given, malformed or not.
final class ScriptedApiServer implements AutoCloseable {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// The parts of a collection's path.
  private static final Pattern RESOURCE =
      Pattern.compile("/(api|apis/(?<group>[^/]+))/[^/]+(/namespaces/[^/]+)?/(?<resource>[a-z]+)");

  private record Change(String type, String plural, Map<String, Object> object, long version) {}

  private final HttpServer server;
  private final Map<String, Map<String, Object>> objects = new TreeMap<>();
  private final List<Change> history = new ArrayList<>();
  private final List<String> posted = new ArrayList<>();
  private final Set<String> requests = new TreeSet<>();
  private long version = 1;
  private long forgotten;
  private int generation;
  private boolean down;
  private String forbidden = "";
  private String discovered = "";

  ScriptedApiServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Creates or replaces the object.
  synchronized void put(String plural, String yaml) throws IOException {
    Map<String, Object> object = YAML.readValue(yaml, TREE);
    version++;
    metadata(object).put("resourceVersion", Long.toString(version));
    Object before = objects.put(key(plural, object), object);
    history.add(new Change(before == null ? "ADDED" : "MODIFIED", plural, object, version));
    notifyAll();
  }

  synchronized void delete(String plural, String yaml) throws IOException {
    Map<String, Object> object = objects.remove(key(plural, YAML.readValue(yaml, TREE)));
    version++;
    history.add(new Change("DELETED", plural, Objects.requireNonNull(object), version));
    notifyAll();
  }

  /// Ends every watch, and refuses everything until [#up].
  synchronized void down() {
    down = true;
    generation++;
    notifyAll();
  }

  synchronized void up() {
    down = false;
  }

  /// Old resource versions can no longer be watched from.
  synchronized void forget() {
    forgotten = version;
    history.clear();
  }

  /// Lists and watches of the kind are refused with 403; an empty text allows all again.
  synchronized void forbid(String plural) {
    forbidden = plural;
  }

  /// The API version in which ServiceCIDR is served.
  synchronized void discover(String apiVersion) {
    discovered = apiVersion;
  }

  /// What was posted, as JSON.
  synchronized List<String> posted() {
    return List.copyOf(posted);
  }

  /// The verbs that were used, as a role names them: `group/resource verb`, with an empty group for the
  /// core. What every authenticated user may ask (the lists of resources) is left out.
  synchronized Set<String> requests() {
    return Set.copyOf(requests);
  }

  /// Returns when all these verbs have been used, at the latest after a while.
  synchronized void awaitRequests(Set<String> wanted) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!requests.containsAll(wanted) && System.nanoTime() < deadline) {
      TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
    }
  }

  private synchronized void note(String method, String path, String query) {
    Matcher resource = RESOURCE.matcher(path);
    if (resource.matches()) {
      String group = Objects.requireNonNullElse(resource.group("group"), "");
      String read = query.contains("watch=true") ? "watch" : "list";
      String verb = method.equals("POST") ? "create" : method.equals("GET") ? read : method;
      requests.add("%s/%s %s".formatted(group, resource.group("resource"), verb));
      notifyAll();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> metadata(Map<String, Object> object) {
    return (Map<String, Object>) Objects.requireNonNull(object.get("metadata"));
  }

  private static String key(String plural, Map<String, Object> object) {
    Map<String, Object> metadata = metadata(object);
    return plural + "/" + metadata.get("namespace") + "/" + metadata.get("name");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String plural = path.substring(path.lastIndexOf('/') + 1);
      String query = Objects.requireNonNullElse(exchange.getRequestURI().getQuery(), "");
      note(exchange.getRequestMethod(), path, query);
      boolean refused;
      boolean denied;
      synchronized (this) {
        refused = down;
        denied = plural.equals(forbidden);
      }
      if (refused) {
        return;
      }
      if (denied) {
        send(exchange, 403, Map.of("kind", "Status", "apiVersion", "v1", "code", 403));
      } else if (exchange.getRequestMethod().equals("POST")) {
        byte[] body = exchange.getRequestBody().readAllBytes();
        synchronized (this) {
          posted.add(new String(body, StandardCharsets.UTF_8));
        }
        send(exchange, 201, JSON.readValue(body, Map.class));
      } else if (path.matches("/apis/networking.k8s.io/[^/]*")) {
        send(exchange, 200, resources(path.substring("/apis/".length())));
      } else if (query.contains("watch=true")) {
        watch(exchange, plural, query);
      } else {
        send(exchange, 200, list(plural));
      }
    }
  }

  private synchronized Map<String, Object> resources(String apiVersion) {
    List<?> served =
        apiVersion.equals(discovered)
            ? List.of(Map.of("name", "servicecidrs", "kind", "ServiceCIDR", "namespaced", false))
            : List.of();
    return Map.of("kind", "APIResourceList", "groupVersion", apiVersion, "resources", served);
  }

  private synchronized Map<String, Object> list(String plural) {
    List<Object> items = new ArrayList<>();
    objects.forEach((key, object) -> {
      if (key.startsWith(plural + "/")) {
        items.add(object);
      }
    });
    return Map.of(
        "kind",
        "List",
        "apiVersion",
        "v1",
        "metadata",
        Map.of("resourceVersion", Long.toString(version)),
        "items",
        items);
  }

  private static void send(HttpExchange exchange, int code, Map<?, ?> body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void watch(HttpExchange exchange, String plural, String query) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      send(exchange, 200, Map.of());
      return;
    }
    long from = Long.parseLong(query.replaceFirst(".*resourceVersion=(\\d+).*", "$1"));
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    int mine;
    boolean gone;
    synchronized (this) {
      mine = generation;
      gone = from < forgotten;
    }
    if (gone) {
      Map<String, Object> status =
          Map.of("kind", "Status", "apiVersion", "v1", "code", 410, "reason", "Expired");
      line(out, Map.of("type", "ERROR", "object", status));
      return;
    }
    Change change = next(plural, from, mine);
    while (change != null) {
      line(out, Map.of("type", change.type(), "object", change.object()));
      change = next(plural, change.version(), mine);
    }
  }

  private synchronized @Nullable Change next(String plural, long from, int mine) {
    while (generation == mine) {
      for (Change change : history) {
        if (change.plural().equals(plural) && change.version() > from) {
          return change;
        }
      }
      try {
        wait();
      } catch (InterruptedException e) {
        return null;
      }
    }
    return null;
  }

  private static void line(OutputStream out, Map<?, ?> event) throws IOException {
    out.write((JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    down();
    server.stop(0);
  }
}
