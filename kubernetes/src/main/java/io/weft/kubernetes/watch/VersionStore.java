package io.weft.kubernetes.watch;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The informer's memory: of every object its name, uid and version, and nothing else.
final class VersionStore implements ItemStore<GenericKubernetesResource> {

  private final Map<String, GenericKubernetesResource> stubs = new ConcurrentHashMap<>();

  private static GenericKubernetesResource stub(GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    ObjectMeta kept = new ObjectMeta();
    kept.setNamespace(meta.getNamespace());
    kept.setName(meta.getName());
    kept.setUid(meta.getUid());
    kept.setResourceVersion(meta.getResourceVersion());
    GenericKubernetesResource stub = new GenericKubernetesResource();
    stub.setMetadata(kept);
    return stub;
  }

  @Override
  public String getKey(GenericKubernetesResource object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource object) {
    return stubs.put(key, stub(object));
  }

  @Override
  public @Nullable GenericKubernetesResource remove(String key) {
    return stubs.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return stubs.keySet().stream();
  }

  @Override
  public Stream<GenericKubernetesResource> values() {
    return stubs.values().stream();
  }

  @Override
  public int size() {
    return stubs.size();
  }

  @Override
  public @Nullable GenericKubernetesResource get(String key) {
    return stubs.get(key);
  }

  /// Objects are handed on as they arrive; what is stored is not enough to do it later.
  @Override
  public boolean isFullState() {
    return false;
  }
}
