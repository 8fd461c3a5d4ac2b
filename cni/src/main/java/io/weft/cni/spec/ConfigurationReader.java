package io.weft.cni.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the network configuration from JSON.
final class ConfigurationReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ConfigurationReader() {}

  static NetworkConfiguration read(CniCommand command, String text) {
    if (command == CniCommand.VERSION && text.isBlank()) {
      return new NetworkConfiguration(
          CniVersion.newest(), "", Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }
    JsonNode json = tree(text);
    if (command == CniCommand.VERSION) {
      // Any version may ask; we answer in its own where we speak it.
      CniVersion version =
          CniVersion.tryParse(json.path("cniVersion").asText("")).orElse(CniVersion.newest());
      return new NetworkConfiguration(
          version, "", Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }
    CniVersion version = CniVersion.parse(json.path("cniVersion").asText(""));
    String name = json.path("name").asText("");
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.\\-]*")) {
      throw invalid("name", name, "a network name of letters, digits, '_', '.' and '-'");
    }
    JsonNode runtime = json.path("runtimeConfig");
    JsonNode args = json.path("args").path("cni");
    JsonNode previous = json.path("prevResult");
    JsonNode valid = json.path("cni.dev/valid-attachments");
    return new NetworkConfiguration(
        version,
        name,
        previous.isObject() ? Optional.of(ResultJson.read(previous)) : Optional.empty(),
        mac(runtime).or(() -> mac(args)),
        runtime.path("ips").isEmpty() ? ips(args.path("ips")) : ips(runtime.path("ips")),
        valid.isArray() ? Optional.of(attachments(valid)) : Optional.empty());
  }

  private static JsonNode tree(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CniException(
          new CniError(
              CniErrorCode.UNDECODABLE,
              "the network configuration on standard input is not JSON; correct the conflist",
              e.getOriginalMessage()));
    }
    if (json == null || !json.isObject()) {
      throw CniException.of(
          CniErrorCode.UNDECODABLE,
          "the network configuration on standard input is '%s', not a JSON object; correct it"
              .formatted(text.length() > 80 ? text.substring(0, 80) : text));
    }
    return json;
  }

  private static Optional<MacAddress> mac(JsonNode holder) {
    String text = holder.path("mac").asText("");
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Addresses.mac(text)
                .orElseThrow(
                    () -> invalid("mac", text, "a unicast MAC address aa:bb:cc:dd:ee:ff")));
  }

  private static List<IpAddress> ips(JsonNode array) {
    List<IpAddress> ips = new ArrayList<>();
    for (JsonNode element : array) {
      String text = element.asText("");
      ips.add(
          Addresses.address(text)
              .orElseThrow(() -> invalid("ips", text, "an address or ADDRESS/LENGTH")));
    }
    return ips;
  }

  private static List<AttachmentKey> attachments(JsonNode array) {
    List<AttachmentKey> keys = new ArrayList<>();
    for (JsonNode element : array) {
      keys.add(
          new AttachmentKey(
              element.path("containerID").asText(""), element.path("ifname").asText("")));
    }
    return keys;
  }

  private static CniException invalid(String key, String value, String remedy) {
    return CniException.of(
        CniErrorCode.INVALID_CONFIGURATION,
        "network configuration: %s is '%s'; give %s".formatted(key, value, remedy));
  }
}
