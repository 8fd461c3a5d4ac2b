package io.weft.lab.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.netns.NetworkNamespace;
import io.weft.lab.process.Command;
import io.weft.lab.state.ObjectReader;
import io.weft.net.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Calls the plugins of a network as a container runtime does (CNI specification 1.1, section 3).
///
/// @param directory holds `bin` (executables) and `conf` (the network, first `.conflist` by name)
public record CniCall(Path directory) {

  private static final String INTERFACE = "eth0";

  /// What a call is about.
  ///
  /// @param containerId the sandbox
  /// @param namespace the sandbox's network
  /// @param podNamespace the Pod's Kubernetes namespace
  /// @param podName its name; empty for a container that is no Pod
  /// @param uid the Pod's uid
  /// @param addresses wanted ones; empty: any
  public record Sandbox(
      String containerId,
      NetworkNamespace namespace,
      String podNamespace,
      String podName,
      String uid,
      List<IpAddress> addresses) {

    private Map<String, String> environment() {
      return Map.of(
          "CNI_CONTAINERID",
          containerId,
          "CNI_NETNS",
          namespace.path().toString(),
          "CNI_IFNAME",
          INTERFACE,
          "CNI_ARGS",
          "IgnoreUnknown=1" + podArguments());
    }

    /// What a container runtime adds for kubelet's Pods; another runtime's containers have no Pod.
    private String podArguments() {
      return podName.isEmpty()
          ? ""
          : ";K8S_POD_NAMESPACE=%s;K8S_POD_NAME=%s;K8S_POD_UID=%s;K8S_POD_INFRA_CONTAINER_ID=%s"
              .formatted(podNamespace, podName, uid, containerId);
    }

    private ObjectNode wishes(JsonNode plugin) {
      ObjectNode wishes = ObjectReader.JSON.createObjectNode();
      if (!addresses.isEmpty()) {
        ArrayNode wanted = wishes.withObject("/args/cni").putArray("ips");
        addresses.forEach(address -> wanted.add(address.toString()));
        if (plugin.path("capabilities").path("ips").asBoolean()) {
          wishes.withObject("/runtimeConfig").set("ips", wanted);
        }
      }
      return wishes;
    }

    @Override
    public String toString() {
      return podName.isEmpty() ? containerId : podNamespace + "/" + podName;
    }
  }

  /// ADD by every plugin in order.
  ///
  /// @return the result of the last one
  /// @throws CniFailedException with the plugin's error
  public JsonNode add(Sandbox sandbox) {
    Optional<JsonNode> result = Optional.empty();
    ObjectNode network = network();
    for (JsonNode plugin : network.path("plugins")) {
      ObjectNode more = sandbox.wishes(plugin);
      result.ifPresent(previous -> more.set("prevResult", previous));
      result = Optional.of(json(execute("ADD", network, plugin, sandbox, more)));
    }
    return result.orElseThrow(
        () -> new CniFailedException("the network in " + directory + "/conf has no plugins", 0));
  }

  /// DEL by every plugin in reverse order.
  ///
  /// @throws CniFailedException with the plugin's error
  public void delete(Sandbox sandbox) {
    ObjectNode network = network();
    List<JsonNode> plugins = new ArrayList<>();
    network.path("plugins").forEach(plugins::addFirst);
    for (JsonNode plugin : plugins) {
      String _ = execute("DEL", network, plugin, sandbox, sandbox.wishes(plugin));
    }
  }

  /// CHECK by every plugin in order.
  ///
  /// @param result what ADD answered
  /// @throws CniFailedException if a plugin finds something missing or changed
  public void check(Sandbox sandbox, JsonNode result) {
    ObjectNode network = network();
    for (JsonNode plugin : network.path("plugins")) {
      ObjectNode more = sandbox.wishes(plugin).set("prevResult", result);
      String _ = execute("CHECK", network, plugin, sandbox, more);
    }
  }

  /// STATUS by every plugin in order.
  ///
  /// @throws CniFailedException if a plugin could not serve an ADD now
  public void status() {
    ObjectNode network = network().put("cniVersion", "1.1.0");
    for (JsonNode plugin : network.path("plugins")) {
      String _ = execute("STATUS", network, plugin, Map.of(), "the network", empty());
    }
  }

  /// GC by every plugin in order: removes every attachment that is not listed.
  ///
  /// @param valid what a runtime still knows
  /// @throws CniFailedException with the plugin's error
  public void collect(List<Sandbox> valid) {
    ObjectNode network = network().put("cniVersion", "1.1.0");
    ObjectNode more = empty();
    ArrayNode list = more.putArray("cni.dev/valid-attachments");
    valid.forEach(
        one -> list.addObject().put("containerID", one.containerId()).put("ifname", INTERFACE));
    for (JsonNode plugin : network.path("plugins")) {
      String _ = execute("GC", network, plugin, Map.of(), "the network", more);
    }
  }

  /// VERSION by the first plugin.
  public JsonNode version() {
    ObjectNode network = network();
    JsonNode plugin = network.path("plugins").path(0);
    return json(execute("VERSION", network, plugin, Map.of(), "the network", empty()));
  }

  private static ObjectNode empty() {
    return ObjectReader.JSON.createObjectNode();
  }

  private ObjectNode network() {
    try (Stream<Path> files = Files.list(directory.resolve("conf"))) {
      Path first =
          files
              .filter(file -> file.toString().endsWith(".conflist"))
              .sorted()
              .findFirst()
              .orElseThrow(() ->
                  new CniFailedException(
                      "no .conflist in " + directory + "/conf",
                      CniFailedException.TRY_AGAIN_LATER));
      return (ObjectNode) json(Files.readString(first));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String execute(
      String command, ObjectNode network, JsonNode plugin, Sandbox sandbox, ObjectNode more) {
    return execute(command, network, plugin, sandbox.environment(), sandbox.toString(), more);
  }

  private String execute(
      String command,
      ObjectNode network,
      JsonNode plugin,
      Map<String, String> about,
      String name,
      ObjectNode more) {
    ObjectNode configuration = plugin.deepCopy();
    configuration.set("cniVersion", network.path("cniVersion"));
    configuration.set("name", network.path("name"));
    configuration.setAll(more);
    configuration.remove("capabilities");
    Path bin = directory.resolve("bin");
    Map<String, String> environment = new HashMap<>(about);
    environment.put("CNI_COMMAND", command);
    environment.put("CNI_PATH", bin.toString());
    Command.Result result =
        Command.of(bin.resolve(plugin.path("type").asText()).toString())
            .reading(configuration.toString())
            .with(environment)
            .finish();
    if (!result.succeeded()) {
      throw new CniFailedException(
          "CNI %s of %s failed: %s"
              .formatted(command, name, (result.output() + result.error()).strip()),
          code(result.output()));
    }
    return result.output();
  }

  private static int code(String output) {
    try {
      return ObjectReader.JSON.readTree(output).path("code").asInt();
    } catch (JsonProcessingException _) {
      return 0;
    }
  }

  private static JsonNode json(String text) {
    try {
      return ObjectReader.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CniFailedException("not JSON: '" + text.strip() + "'", 0);
    }
  }

  /// The addresses in a result.
  public static List<IpAddress> addresses(JsonNode result) {
    List<IpAddress> addresses = new ArrayList<>();
    for (JsonNode ip : result.path("ips")) {
      addresses.add(IpAddress.parse(ip.path("address").asText().split("/", -1)[0]));
    }
    return addresses;
  }
}
