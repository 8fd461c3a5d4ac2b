package io.weft.cni.spec;

import io.weft.net.IpAddress;
import io.weft.net.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `CNI_ARGS`: pairs of key and value, `K8S_POD_NAME=web;K8S_POD_NAMESPACE=default`.
///
/// Keys we do not know are kept and not complained about.
///
/// @param values the pairs, in order
public record CniArguments(Map<String, String> values) {

  public static final CniArguments NONE = new CniArguments(Map.of());

  public CniArguments {
    values = Map.copyOf(values);
  }

  /// Reads `key=value` pairs separated by semicolons.
  ///
  /// @throws CniException with code 4 for a pair without `=`
  public static CniArguments parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text.split(";", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw CniException.of(
            CniErrorCode.INVALID_ENVIRONMENT,
            "CNI_ARGS has '%s' in '%s'; write KEY=VALUE pairs separated by ';'"
                .formatted(pair, text));
      }
      values.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return new CniArguments(values);
  }

  /// The Pod, where the runtime names one.
  public Optional<PodReference> pod() {
    String namespace = values.getOrDefault("K8S_POD_NAMESPACE", "");
    String name = values.getOrDefault("K8S_POD_NAME", "");
    return namespace.isEmpty() || name.isEmpty()
        ? Optional.empty()
        : Optional.of(new PodReference(namespace, name, values.getOrDefault("K8S_POD_UID", "")));
  }

  /// The addresses of the conventional key `IP`, separated by commas; a prefix length is dropped.
  ///
  /// @throws CniException with code 4 if one is not an address
  public List<IpAddress> ips() {
    List<IpAddress> ips = new ArrayList<>();
    for (String text : values.getOrDefault("IP", "").split(",", -1)) {
      if (!text.isBlank()) {
        ips.add(
            Addresses.address(text.strip())
                .orElseThrow(() -> invalid("IP", text, "an IPv4 or IPv6 address")));
      }
    }
    return List.copyOf(ips);
  }

  /// The address of the conventional key `MAC`.
  ///
  /// @throws CniException with code 4 if it is not a MAC address
  public Optional<MacAddress> mac() {
    String text = values.getOrDefault("MAC", "");
    if (text.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        Addresses.mac(text)
            .orElseThrow(() -> invalid("MAC", text, "a unicast MAC address aa:bb:cc:dd:ee:ff")));
  }

  private static CniException invalid(String key, String value, String remedy) {
    return CniException.of(
        CniErrorCode.INVALID_ENVIRONMENT,
        "CNI_ARGS has %s='%s'; give %s".formatted(key, value, remedy));
  }
}
