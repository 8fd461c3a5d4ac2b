package io.weft.kubernetes.watch;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.ClusterSource;
import io.weft.kubernetes.SourceThread;
import io.weft.kubernetes.convert.KubernetesConverter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The cluster's state from the Kubernetes API: lists and watches every kind that Weft reads.
///
/// What is kept in memory is Weft's own values, and a name and version per object. A lost connection
/// is made anew for ever, with back-off; what changed meanwhile arrives then, deletions included. A
/// kind that may not be watched is reported as broken, and the source is not synced before it can.
public final class KubernetesWatch implements ClusterSource {

  private static final int BATCH = 2_000;
  private static final String SERVICE_CIDRS = "servicecidrs";
  private static final Duration RETRY = Duration.ofSeconds(1);

  /// How to reach the API server.
  ///
  /// @param apiServer its address; else that of the Pod's environment or of the kubeconfig file
  /// @param nodeName the node whose agent this is; named in Events
  /// @param writeEvents whether broken objects get an Event
  public record Settings(Optional<URI> apiServer, String nodeName, boolean writeEvents) {}

  private final KubernetesClient client;
  private final Optional<EventWriter> writer;
  private final BlockingQueue<WatchEvent> events = new LinkedBlockingQueue<>();
  private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();
  private final SourceThread thread = new SourceThread("kubernetes-watch", this::run);
  private @Nullable Listener listener;

  /// A source with the credentials of the Pod's service account or of the kubeconfig file.
  public static KubernetesWatch of(Settings settings) {
    return new KubernetesWatch(settings, Config.autoConfigure(null));
  }

  /// Whether there is a cluster to talk to: this process runs in a Pod, or a kubeconfig file exists.
  public static boolean configured() {
    if (System.getenv("KUBERNETES_SERVICE_HOST") != null || System.getenv("KUBECONFIG") != null) {
      return true;
    }
    return Files.exists(Path.of(System.getProperty("user.home"), ".kube", "config"));
  }

  KubernetesWatch(Settings settings, Config base) {
    ConfigBuilder config = new ConfigBuilder(base);
    settings.apiServer().ifPresent(address -> config.withMasterUrl(address.toString()));
    client =
        new KubernetesClientBuilder()
            .withConfig(config.build())
            .withHttpClientFactory(new JdkHttpClientFactory())
            .build();
    writer =
        settings.writeEvents()
            ? Optional.of(new EventWriter(client, settings.nodeName()))
            : Optional.empty();
  }

  @Override
  public void start(Listener listener) {
    this.listener = listener;
    thread.start();
  }

  @Override
  public void close() {
    thread.stop();
    writer.ifPresent(EventWriter::close);
    client.close();
  }

  private void run() {
    Listener told = Objects.requireNonNull(listener);
    List<String> plurals = new ArrayList<>();
    WatchedKind.ALWAYS.forEach(kind -> plurals.add(kind.plural()));
    plurals.add(SERVICE_CIDRS);
    Delivery delivery = new Delivery(client.getMasterUrl().toString(), plurals, told, writer);
    Thread discovery = Thread.ofVirtual().name("kubernetes-discovery").unstarted(this::discover);
    try {
      WatchedKind.ALWAYS.forEach(this::inform);
      discovery.start();
      List<WatchEvent> batch = new ArrayList<>();
      while (!thread.stopped()) {
        batch.add(events.take());
        events.drainTo(batch, BATCH);
        if (!thread.stopped()) {
          delivery.deliver(batch);
        }
        batch.clear();
      }
    } catch (InterruptedException _) {
      // Only close() interrupts this thread.
    } finally {
      discovery.interrupt();
      synchronized (informers) {
        informers.forEach(SharedIndexInformer::stop);
      }
    }
  }

  /// ServiceCIDR is not in every cluster: asks until the API server has answered.
  private void discover() {
    while (!thread.stopped()) {
      try {
        Optional<String> version =
            Stream.of("v1", "v1beta1").filter(this::servesServiceCidr).findFirst();
        if (version.isPresent()) {
          inform(WatchedKind.serviceCidr(version.get()));
        } else {
          events.add(new WatchEvent.Listed(SERVICE_CIDRS));
        }
        return;
      } catch (KubernetesClientException failed) {
        events.add(new WatchEvent.Failed(SERVICE_CIDRS, failed));
      }
      try {
        Thread.sleep(RETRY);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private boolean servesServiceCidr(String version) {
    APIResourceList resources = client.getApiResources("networking.k8s.io/" + version);
    return resources != null
        && resources.getResources().stream().anyMatch(r -> SERVICE_CIDRS.equals(r.getName()));
  }

  private void inform(WatchedKind kind) {
    SharedIndexInformer<GenericKubernetesResource> informer = kind.informer(client);
    informer
        .removeNamespaceIndex()
        .itemStore(new VersionStore())
        .exceptionHandler((_, cause) -> {
          events.add(new WatchEvent.Failed(kind.plural(), cause));
          return true;
        })
        .addEventHandler(new Enqueue(kind));
    synchronized (informers) {
      if (thread.stopped()) {
        return;
      }
      informers.add(informer);
    }
    var _ = informer.start();
  }

  /// Converts in the informer's thread, so that the raw object can be forgotten at once.
  private final class Enqueue implements ResourceEventHandler<GenericKubernetesResource> {

    private final WatchedKind kind;

    Enqueue(WatchedKind kind) {
      this.kind = kind;
    }

    @Override
    public void onAdd(GenericKubernetesResource object) {
      String uid = object.getMetadata().getUid();
      events.add(
          new WatchEvent.Seen(
              key(object),
              uid == null ? "" : uid,
              KubernetesConverter.convert(Trees.tree(kind, object))));
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      onAdd(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      events.add(new WatchEvent.Gone(key(object)));
    }

    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
      events.add(new WatchEvent.Listed(kind.plural()));
    }

    private ObjectKey key(GenericKubernetesResource object) {
      String namespace = kind.namespaced() ? object.getMetadata().getNamespace() : "";
      return new ObjectKey(kind.kind(), namespace, object.getMetadata().getName());
    }
  }
}
