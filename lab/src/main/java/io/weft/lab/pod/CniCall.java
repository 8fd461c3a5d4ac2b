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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Calls the plugins of a network as a container runtime does (CNI specification 1.1, section 3).
///
/// @param directory holds `bin` (executables) and `conf` (the network, first `.conflist` by name)
public record CniCall(Path directory) {

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
      List<IpAddress> addresses) {}

  /// ADD by every plugin in order.
  ///
  /// @return the result of the last one
  /// @throws CniFailedException with the plugin's error
  public JsonNode add(Sandbox sandbox) {
    Optional<JsonNode> result = Optional.empty();
    ObjectNode network = network();
    for (JsonNode plugin : network.path("plugins")) {
      String output = execute("ADD", sandbox, network, plugin, result);
      result = Optional.of(json(output));
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
      String _ = execute("DEL", sandbox, network, plugin, Optional.empty());
    }
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
      String command,
      Sandbox sandbox,
      ObjectNode network,
      JsonNode plugin,
      Optional<JsonNode> previous) {
    ObjectNode configuration = plugin.deepCopy();
    configuration.set("cniVersion", network.path("cniVersion"));
    configuration.set("name", network.path("name"));
    previous.ifPresent(result -> configuration.set("prevResult", result));
    if (!sandbox.addresses().isEmpty()) {
      ArrayNode wanted = configuration.withObject("/args/cni").putArray("ips");
      sandbox.addresses().forEach(address -> wanted.add(address.toString()));
      if (plugin.path("capabilities").path("ips").asBoolean()) {
        configuration.withObject("/runtimeConfig").set("ips", wanted);
      }
    }
    configuration.remove("capabilities");
    Path executable = directory.resolve("bin").resolve(plugin.path("type").asText());
    Command.Result result =
        Command.of(executable.toString())
            .reading(configuration.toString())
            .with(environment(command, sandbox))
            .finish();
    if (!result.succeeded()) {
      throw new CniFailedException(
          "CNI %s of %s/%s failed: %s"
              .formatted(
                  command,
                  sandbox.podNamespace(),
                  sandbox.podName(),
                  (result.output() + result.error()).strip()),
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

  private Map<String, String> environment(String command, Sandbox sandbox) {
    return Map.of(
        "CNI_COMMAND",
        command,
        "CNI_CONTAINERID",
        sandbox.containerId(),
        "CNI_NETNS",
        sandbox.namespace().path().toString(),
        "CNI_IFNAME",
        "eth0",
        "CNI_PATH",
        directory.resolve("bin").toString(),
        "CNI_ARGS",
        "IgnoreUnknown=1" + podArguments(sandbox));
  }

  /// What a container runtime adds for kubelet's Pods; another runtime's containers have no Pod.
  private static String podArguments(Sandbox sandbox) {
    return sandbox.podName().isEmpty()
        ? ""
        : ";K8S_POD_NAMESPACE=%s;K8S_POD_NAME=%s;K8S_POD_UID=%s;K8S_POD_INFRA_CONTAINER_ID=%s"
            .formatted(
                sandbox.podNamespace(), sandbox.podName(), sandbox.uid(), sandbox.containerId());
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
