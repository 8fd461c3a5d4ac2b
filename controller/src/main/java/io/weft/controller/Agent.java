package io.weft.controller;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.weft.controller.api.AgentView;
import io.weft.controller.api.ApiServer;
import io.weft.controller.attachments.CniFiles;
import io.weft.controller.attachments.CniServer;
import io.weft.controller.configuration.AgentConfiguration;
import io.weft.controller.configuration.ConfigurationException;
import io.weft.controller.configuration.ConfigurationReader;
import io.weft.controller.configuration.Settings;
import io.weft.controller.configuration.Usage;
import io.weft.controller.host.KernelFile;
import io.weft.kubernetes.ClusterSource;
import io.weft.kubernetes.directory.StateDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent of one node, as a program: `Agent [--config FILE] [--key=value …]`, or with `--remove`
/// what takes Weft off the node again.
///
/// Exits with 2 if its configuration cannot be used, and otherwise only when it is told to (SIGTERM,
/// SIGINT): it then closes its connections and leaves switch and host as they are, so that traffic
/// goes on.
public final class Agent {

  private static final int WORKERS = 4;
  private static final long STOP_SECONDS = 3;

  private final Vertx vertx;
  private final AgentConfiguration configuration;
  private final ClusterSource source;
  private final long started = System.nanoTime();
  private @Nullable NodeAgent node;
  private @Nullable AgentMetrics metrics;

  private Agent(AgentConfiguration configuration) {
    this.configuration = configuration;
    this.source = source(configuration);
    this.vertx = vertx();
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(WORKERS)
            .setInternalBlockingPoolSize(2)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  /// The program.
  public static void main(String[] arguments) {
    List<String> flags = Arrays.asList(arguments);
    if (flags.contains("--help") || flags.contains("-h")) {
      System.out.print(Usage.text());
      return;
    }
    try {
      boolean removal = flags.contains("--remove");
      AgentConfiguration configuration =
          ConfigurationReader.read(
              flags.stream().filter(flag -> !flag.equals("--remove")).toList(), System.getenv());
      System.setProperty(
          "weft.logLevel", configuration.value(Settings.LOG_LEVEL).name().toLowerCase(Locale.ROOT));
      if (removal) {
        System.exit(new Removal(configuration, vertx()).run() ? 0 : 1);
      }
      Agent agent = new Agent(configuration);
      Runtime.getRuntime().addShutdownHook(new Thread(agent::stop, "stop"));
      agent.start();
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> System.err.println("weft-agent: " + problem));
      System.exit(2);
    }
  }

  private static ClusterSource source(AgentConfiguration configuration) {
    Optional<Path> directory = configuration.value(Settings.STATE_DIRECTORY);
    boolean files =
        switch (configuration.value(Settings.SOURCE)) {
          case DIRECTORY -> true;
          case KUBERNETES -> false;
          case AUTO -> directory.isPresent();
        };
    if (!files) {
      return Api.source(configuration, nodeName(configuration));
    }
    return new StateDirectory(
        directory.orElseThrow(() ->
            new ConfigurationException(
                List.of("source: 'directory' needs a stateDirectory; set it to a path"))));
  }

  /// The API server's client, in a class of its own so that it is loaded only where it is used.
  private static final class Api {
    static ClusterSource source(AgentConfiguration configuration, String nodeName) {
      String server = configuration.value(Settings.KUBE_API_SERVER);
      return io.weft.kubernetes.watch.KubernetesWatch.of(
          new io.weft.kubernetes.watch.KubernetesWatch.Settings(
              server.isEmpty() ? Optional.empty() : Optional.of(URI.create(server)),
              nodeName,
              true));
    }
  }

  private static String nodeName(AgentConfiguration configuration) {
    String name = configuration.value(Settings.NODE_NAME);
    if (!name.isEmpty()) {
      return name;
    }
    try {
      return KernelFile.line(Path.of("/proc/sys/kernel/hostname")).toLowerCase(Locale.ROOT);
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of("nodeName: not given, and the host's name cannot be read (" + e + "); set it"));
    }
  }

  private void start() {
    Context context = vertx.getOrCreateContext();
    context.exceptionHandler(e -> {
      log().atError().setCause(e).log("fault of the agent; the bridge is read back");
      if (node != null) {
        node.flows.doubt("fault of the agent");
      }
    });
    context.runOnContext(_ -> startOnLoop(context));
  }

  private void startOnLoop(Context context) {
    NodeAgent made = new NodeAgent(vertx, context, configuration, nodeName(configuration));
    node = made;
    log()
        .atInfo()
        .addKeyValue("node", made.nodeName)
        .addKeyValue("configuration", configuration.given())
        .log("agent starts");
    made.start();
    source.start(made.feed);
    listen(made);
    CniFiles files = new CniFiles(configuration);
    var _ = vertx.executeBlocking(files::installExecutable);
    reportReady(made, files);
  }

  private void listen(NodeAgent made) {
    AgentStatus status = new AgentStatus(made);
    ApiServer api =
        new ApiServer(
            vertx,
            new AgentView(
                made::unready,
                status::status,
                status::pods,
                status::flows,
                () -> metrics(made),
                made::settled,
                new AgentQuestions(made).byPath()));
    opened("agentSocket", api.listen(configuration.value(Settings.AGENT_SOCKET)));
    opened(
        "cniSocket",
        new CniServer(vertx, made.cni::answer).listen(configuration.value(Settings.CNI_SOCKET)));
    String health = configuration.value(Settings.HEALTH_ADDRESS);
    if (!health.isEmpty()) {
      opened("healthAddress", api.listen(health));
    }
  }

  private String metrics(NodeAgent made) {
    AgentMetrics existing = metrics;
    if (existing == null) {
      existing = new AgentMetrics(made);
      metrics = existing;
    }
    return existing.text();
  }

  private static void opened(String key, Future<?> listening) {
    listening.onFailure(e ->
        log()
            .atError()
            .addKeyValue("key", key)
            .addKeyValue("problem", e.getMessage())
            .log("cannot listen; choose another address or stop who uses it"));
  }

  /// Says once when everything is programmed, and lets the container runtime know by the network
  /// configuration, for which it waits.
  private void reportReady(NodeAgent made, CniFiles files) {
    if (made.unready().isEmpty()) {
      log()
          .atInfo()
          .addKeyValue("millis", (System.nanoTime() - started) / 1_000_000)
          .addKeyValue("flows", made.flows.status().flowsRead())
          .log("agent ready");
      var _ = vertx.executeBlocking(files::configure);
    } else {
      vertx.setTimer(20, _ -> reportReady(made, files));
    }
  }

  private void stop() {
    source.close();
    NodeAgent made = node;
    if (made != null) {
      try {
        made.stop().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (Exception e) {
        log().atWarn().addKeyValue("problem", e.toString()).log("connections did not close");
      }
    }
    log().atInfo().log("agent stopped; switch and host stay as they are");
  }

  private static Logger log() {
    return LoggerFactory.getLogger(Agent.class);
  }
}
