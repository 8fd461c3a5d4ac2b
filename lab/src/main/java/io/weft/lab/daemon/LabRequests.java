package io.weft.lab.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.Lab;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.LabPod;
import io.weft.lab.reach.Reach;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectId;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.ExternalHost;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.ArrayList;
import java.util.List;

/// What a lab does at the request of a client.
///
/// @param lab the lab
record LabRequests(Lab lab) {

  /// Serves one request (`command` and its arguments) and returns its result.
  JsonNode serve(JsonNode request) {
    String command = request.path("command").asText();
    return switch (command) {
      case "apply" -> apply(objects(request));
      case "delete" -> delete(objects(request));
      case "reach" -> reach(request);
      case "status" -> status();
      case "down" -> ObjectReader.JSON.createObjectNode();
      default -> throw new IllegalArgumentException("unknown command '" + command + "'");
    };
  }

  private static List<KubernetesObject> objects(JsonNode request) {
    List<KubernetesObject> objects = new ArrayList<>();
    request.path("objects").forEach(object -> objects.add(new KubernetesObject(object.deepCopy())));
    return objects;
  }

  private JsonNode apply(List<KubernetesObject> objects) {
    for (KubernetesObject object : objects) {
      if (object.kind().equals("Node")) {
        throw new IllegalArgumentException(
            object.id() + ": a lab's nodes are fixed; 'weft lab up --nodes N' makes them");
      }
    }
    lab.apply(objects);
    ArrayNode applied = ObjectReader.JSON.createArrayNode();
    objects.forEach(object -> applied.add(object.id().toString()));
    return applied;
  }

  private JsonNode delete(List<KubernetesObject> objects) {
    List<ObjectId> ids = objects.stream().map(KubernetesObject::id).toList();
    lab.delete(ids);
    ArrayNode deleted = ObjectReader.JSON.createArrayNode();
    ids.forEach(id -> deleted.add(id.toString()));
    return deleted;
  }

  private JsonNode reach(JsonNode request) {
    Protocol protocol = Protocol.parse(request.path("protocol").asText());
    ArrayNode matrices = ObjectReader.JSON.createArrayNode();
    for (IpFamily family : IpFamily.values()) {
      if (lab.nodes().stream().anyMatch(node -> node.spec().address(family).isPresent())) {
        matrices.add(
            ObjectReader.JSON.valueToTree(
                new Reach(lab, request.path("port").asInt()).matrix(protocol, family)));
      }
    }
    return matrices;
  }

  private JsonNode status() {
    ObjectNode status = ObjectReader.JSON.createObjectNode();
    status.put("name", lab.spec().name()).put("tunnel", lab.spec().tunnel().word());
    status.put("process", ProcessHandle.current().pid());
    ArrayNode nodes = status.putArray("nodes");
    for (LabNode node : lab.nodes()) {
      ObjectNode entry = nodes.addObject().put("name", node.name());
      texts(entry.putArray("addresses"), node.spec().addresses());
      entry.set("podCidrs", cidrs(node));
      entry.put("agent", node.agent().client().ask("/readyz").status() == 200 ? "ready" : "busy");
      entry.put("namespace", node.namespace().name());
      entry.put("directory", node.directory().toString());
    }
    ArrayNode pods = status.putArray("pods");
    for (LabPod pod : lab.pods()) {
      ObjectNode entry = pods.addObject().put("name", pod.object().id().qualifiedName());
      entry.put("node", pod.node().name());
      texts(entry.putArray("addresses"), pod.addresses());
      ArrayNode ports = entry.putArray("ports");
      pod.ports().forEach(port -> ports.add(port.toString()));
    }
    ArrayNode outside = status.putArray("externalHosts");
    for (ExternalHost host : lab.spec().externalHosts()) {
      ObjectNode entry = outside.addObject().put("name", host.name());
      texts(entry.putArray("addresses"), host.addresses());
      ArrayNode ports = entry.putArray("ports");
      host.ports().forEach(port -> ports.add(port.toString()));
    }
    return status;
  }

  private static ArrayNode cidrs(LabNode node) {
    ArrayNode cidrs = ObjectReader.JSON.createArrayNode();
    node.spec().podCidrs().forEach(cidr -> cidrs.add(cidr.toString()));
    return cidrs;
  }

  private static void texts(ArrayNode array, List<IpAddress> addresses) {
    addresses.forEach(address -> array.add(address.toString()));
  }
}
