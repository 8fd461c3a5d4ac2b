package io.weft.lab.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lists of objects as the API server sends them: `ServiceList`, `PodList` and so on, whose items have
/// neither `kind` nor `apiVersion`.
public final class ObjectList {

  /// How many objects a client asks for at a time, if it does not say otherwise.
  public static final int LENGTH = 500;

  private ObjectList() {}

  /// The list.
  ///
  /// @param objects at least one, all of one kind
  static ObjectNode of(List<KubernetesObject> objects) {
    ObjectNode first = objects.getFirst().json();
    ObjectNode list = ObjectReader.JSON.createObjectNode();
    list.put("kind", objects.getFirst().kind() + "List");
    list.set("apiVersion", first.path("apiVersion"));
    list.putObject("metadata").put("resourceVersion", "1");
    ArrayNode items = list.putArray("items");
    for (KubernetesObject object : objects) {
      if (!object.kind().equals(objects.getFirst().kind())) {
        throw new IllegalArgumentException(
            "%s in a list of %s".formatted(object.id(), list.get("kind")));
      }
      items.add(object.json().deepCopy().without(List.of("kind", "apiVersion")));
    }
    return list;
  }

  /// The objects in lists of one kind and of at most so many, in the order in which the first of each
  /// list comes.
  public static List<List<KubernetesObject>> lists(List<KubernetesObject> objects, int length) {
    List<List<KubernetesObject>> lists = new ArrayList<>();
    Map<String, List<KubernetesObject>> open = new LinkedHashMap<>();
    for (KubernetesObject object : objects) {
      List<KubernetesObject> list = open.get(object.kind());
      if (list == null || list.size() == length) {
        list = new ArrayList<>();
        open.put(object.kind(), list);
        lists.add(list);
      }
      list.add(object);
    }
    return lists;
  }
}
