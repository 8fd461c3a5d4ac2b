package io.weft.cni.install;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.cni.spec.CniVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network configuration list (CNI spec 1.1, "Network configuration format").
///
/// @param cniVersion the version the runtime shall speak; up to 1.0.0 every runtime knows it, from
///     1.1.0 on runtimes also call GC and STATUS
/// @param network the network's name
/// @param chained plugins called behind Weft's, such as `portmap` and `bandwidth`
public record Conflist(CniVersion cniVersion, String network, List<String> chained) {
  /// The file name of the plugin, and so the `type` in configurations.
  public static final String TYPE = "weft-cni";

  /// Which runtime argument a plugin asks for.
  private static final Map<String, String> CAPABILITIES =
      Map.of("portmap", "portMappings", "bandwidth", "bandwidth");

  public Conflist {
    chained = List.copyOf(chained);
    if (!network.matches("[A-Za-z0-9][A-Za-z0-9_.\\-]*")) {
      throw new IllegalArgumentException(
          "network name '%s'; use letters, digits, '_', '.' and '-'".formatted(network));
    }
  }

  /// The network `weft` alone, in version 1.0.0.
  public static Conflist standard() {
    return new Conflist(CniVersion.V1_0_0, "weft", List.of());
  }

  /// The list as JSON text.
  public String print() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("cniVersion", cniVersion.toString())
            .put("name", network);
    ArrayNode plugins = json.putArray("plugins");
    plugins
        .addObject()
        .put("type", TYPE)
        .putObject("capabilities")
        .put("ips", true)
        .put("mac", true);
    for (String type : chained) {
      ObjectNode plugin = plugins.addObject().put("type", type);
      Optional.ofNullable(CAPABILITIES.get(type))
          .ifPresent(c -> plugin.putObject("capabilities").put(c, true));
    }
    return json.toPrettyString() + "\n";
  }
}
