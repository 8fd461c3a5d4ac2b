package io.weft.kubernetes.watch;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.Map;

/// Generic resources as the trees that `convert` reads.
final class Trees {

  private Trees() {}

  static Map<?, ?> tree(WatchedKind kind, GenericKubernetesResource object) {
    ObjectMeta meta = object.getMetadata();
    Map<String, Object> metadata = new HashMap<>();
    put(metadata, "name", meta.getName());
    put(metadata, "namespace", meta.getNamespace());
    put(metadata, "uid", meta.getUid());
    put(metadata, "labels", meta.getLabels());
    put(metadata, "annotations", meta.getAnnotations());
    put(metadata, "creationTimestamp", meta.getCreationTimestamp());
    put(metadata, "deletionTimestamp", meta.getDeletionTimestamp());
    Map<String, Object> tree = new HashMap<>(object.getAdditionalProperties());
    tree.put("apiVersion", kind.apiVersion());
    tree.put("kind", kind.kind().apiName());
    tree.put("metadata", metadata);
    return tree;
  }

  private static void put(Map<String, Object> map, String key, Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
