package io.weft.cni.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Results as JSON, in the form of each version.
final class ResultJson {
  private ResultJson() {}

  static CniResult read(JsonNode json) {
    List<CniResult.Interface> interfaces = new ArrayList<>();
    for (JsonNode i : json.path("interfaces")) {
      interfaces.add(
          new CniResult.Interface(
              i.path("name").asText(""),
              i.path("mac").asText(""),
              i.path("sandbox").asText(""),
              i.path("mtu").asInt(0)));
    }
    List<CniResult.Ip> ips = new ArrayList<>();
    for (JsonNode ip : json.path("ips")) {
      ips.add(ip(ip));
    }
    List<CniResult.Route> routes = new ArrayList<>();
    for (JsonNode route : json.path("routes")) {
      routes.add(
          new CniResult.Route(
              prefix("routes.dst", route.path("dst").asText("")),
              gateway("routes.gw", route.path("gw").asText(""))));
    }
    List<String> nameservers = new ArrayList<>();
    json.path("dns").path("nameservers").forEach(n -> nameservers.add(n.asText()));
    return new CniResult(interfaces, ips, routes, nameservers);
  }

  private static CniResult.Ip ip(JsonNode json) {
    String text = json.path("address").asText("");
    IpAddress address = Addresses.address(text).orElseThrow(() -> invalid("ips.address", text));
    JsonNode index = json.path("interface");
    return new CniResult.Ip(
        address,
        text.contains("/") ? prefix("ips.address", text).length() : address.family().bits(),
        gateway("ips.gateway", json.path("gateway").asText("")),
        index.isInt() ? Optional.of(index.asInt()) : Optional.empty());
  }

  private static IpPrefix prefix(String key, String text) {
    try {
      return IpPrefix.parse(text);
    } catch (IllegalArgumentException _) {
      throw invalid(key, text);
    }
  }

  private static Optional<IpAddress> gateway(String key, String text) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(IpAddress.tryParse(text).orElseThrow(() -> invalid(key, text)));
  }

  private static CniException invalid(String key, String value) {
    return CniException.of(
        CniErrorCode.INVALID_CONFIGURATION,
        "prevResult: %s is '%s', which is not an address; pass the result of ADD unchanged"
            .formatted(key, value));
  }

  static ObjectNode write(CniResult result, CniVersion version) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("cniVersion", version.toString());
    ArrayNode interfaces = json.putArray("interfaces");
    for (CniResult.Interface i : result.interfaces()) {
      ObjectNode node = interfaces.addObject().put("name", i.name());
      putUnlessEmpty(node, "mac", i.mac());
      if (i.mtu() != 0 && version.atLeast(CniVersion.V1_1_0)) {
        node.put("mtu", i.mtu());
      }
      putUnlessEmpty(node, "sandbox", i.sandbox());
    }
    ArrayNode ips = json.putArray("ips");
    for (CniResult.Ip ip : result.ips()) {
      ObjectNode node = ips.addObject();
      if (!version.atLeast(CniVersion.V1_0_0)) {
        node.put("version", ip.address().isIpv4() ? "4" : "6");
      }
      node.put("address", ip.address() + "/" + ip.length());
      ip.gateway().ifPresent(g -> node.put("gateway", g.toString()));
      ip.interfaceIndex().ifPresent(i -> node.put("interface", i.intValue()));
    }
    ArrayNode routes = json.putArray("routes");
    for (CniResult.Route route : result.routes()) {
      ObjectNode node = routes.addObject().put("dst", route.destination().toString());
      route.gateway().ifPresent(g -> node.put("gw", g.toString()));
    }
    ObjectNode dns = json.putObject("dns");
    if (!result.nameservers().isEmpty()) {
      result.nameservers().forEach(dns.putArray("nameservers")::add);
    }
    return json;
  }

  private static void putUnlessEmpty(ObjectNode node, String key, String value) {
    if (!value.isEmpty()) {
      node.put(key, value);
    }
  }
}
