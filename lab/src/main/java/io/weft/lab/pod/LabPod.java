package io.weft.lab.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.node.LabNode;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.traffic.EchoServers;
import io.weft.lab.traffic.Port;
import io.weft.lab.wait.Waiting;
import io.weft.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A running Pod.
public final class LabPod {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KubernetesObject object;
  private final LabNode node;
  private final NetworkNamespace namespace;
  private final List<IpAddress> addresses;
  private final List<CniCall.Sandbox> sandbox;
  private final EchoServers.Group servers;

  private LabPod(
      KubernetesObject object,
      LabNode node,
      NetworkNamespace namespace,
      List<IpAddress> addresses,
      List<CniCall.Sandbox> sandbox,
      EchoServers.Group servers) {
    this.object = object;
    this.node = node;
    this.namespace = namespace;
    this.addresses = addresses;
    this.sandbox = sandbox;
    this.servers = servers;
  }

  /// Starts a Pod on its node: namespace, CNI ADD, servers. A host-network Pod gets only servers, on
  /// its node's addresses.
  ///
  /// @param own the Pod's own namespace, made here; not used by a host-network Pod
  /// @throws CniFailedException if it cannot be wired; nothing is left then
  public static LabPod start(
      KubernetesObject object,
      LabNode node,
      NetworkNamespace own,
      String containerId,
      EchoServers servers) {
    String endpoint = object.id().qualifiedName();
    if (object.hostNetwork()) {
      List<IpAddress> addresses = node.spec().addresses();
      return new LabPod(
          object,
          node,
          node.namespace(),
          addresses,
          List.of(),
          servers.open(node.namespace(), endpoint, object.ports(), addresses));
    }
    CniCall.Sandbox sandbox =
        new CniCall.Sandbox(
            containerId,
            own,
            object.namespace(),
            object.name(),
            object.json().path("metadata").path("uid").asText(containerId),
            wanted(object, node));
    own.create();
    try {
      JsonNode result = add(new CniCall(node.directory().resolve("cni")), sandbox);
      EchoServers.Group group = servers.open(own, endpoint, object.ports(), List.of());
      return new LabPod(object, node, own, CniCall.addresses(result), List.of(sandbox), group);
    } catch (RuntimeException e) {
      own.delete();
      throw e;
    }
  }

  /// The addresses of the status, as far as the node can give them.
  private static List<IpAddress> wanted(KubernetesObject pod, LabNode node) {
    return pod.podAddresses().stream()
        .filter(address ->
            node.spec().podCidrs().stream().anyMatch(cidr -> cidr.family() == address.family()))
        .toList();
  }

  /// Calls again, as kubelet does, for as long as the plugin asks for it.
  private static JsonNode add(CniCall cni, CniCall.Sandbox sandbox) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<JsonNode> results = new ArrayList<>();
    Waiting.until(
        "network of " + sandbox.podNamespace() + "/" + sandbox.podName(),
        PATIENCE.plusSeconds(60),
        () -> {
          try {
            results.add(cni.add(sandbox));
            return true;
          } catch (CniFailedException e) {
            if (!e.retryable() || System.nanoTime() > deadline) {
              throw e;
            }
            return false;
          }
        });
    return results.getFirst();
  }

  /// Whether `after` is served by this Pod as it stands: same node, ports and wanted addresses.
  public boolean serves(KubernetesObject after) {
    return object.spec("nodeName").equals(after.spec("nodeName"))
        && object.hostNetwork() == after.hostNetwork()
        && object.ports().equals(after.ports())
        && (after.podAddresses().isEmpty()
            || after.hostNetwork()
            || addresses.containsAll(wanted(after, node)));
  }

  /// The object with the status that kubelet would write: running, ready, with its addresses.
  ///
  /// A status that has addresses already is left as it is.
  public KubernetesObject withStatus() {
    if (!object.podAddresses().isEmpty()) {
      return object;
    }
    ObjectNode json = object.json().deepCopy();
    ObjectNode status = json.withObject("/status").put("phase", "Running");
    status.put("hostIP", node.spec().addresses().getFirst().toString());
    status.put("podIP", addresses.getFirst().toString());
    ArrayNode ips = status.putArray("podIPs");
    addresses.forEach(address -> ips.addObject().put("ip", address.toString()));
    status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
    return new KubernetesObject(json);
  }

  /// Ends the servers, takes the Pod off the network and removes its namespace. The namespace is
  /// removed even if the CNI call fails.
  ///
  /// @throws CniFailedException if the CNI call failed
  public void stop() {
    servers.close();
    try {
      sandbox.forEach(new CniCall(node.directory().resolve("cni"))::delete);
    } finally {
      if (!object.hostNetwork()) {
        namespace.delete();
      }
    }
  }

  public KubernetesObject object() {
    return object;
  }

  /// Where it listens.
  public List<Port> ports() {
    return object.ports();
  }

  public LabNode node() {
    return node;
  }

  /// Where the Pod's sockets live: its own namespace, or its node's.
  public NetworkNamespace namespace() {
    return namespace;
  }

  public List<IpAddress> addresses() {
    return addresses;
  }
}
