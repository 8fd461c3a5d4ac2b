package io.weft.kubernetes.convert;

import io.weft.cluster.EndpointSlice;
import io.weft.cluster.EndpointSlice.Endpoint;
import io.weft.cluster.EndpointSlice.EndpointPort;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// Slices of a Service's endpoints (discovery.k8s.io/v1).
final class EndpointSliceReader {

  private static final String SERVICE_LABEL = "kubernetes.io/service-name";
  private static final List<String> SKIPPING =
      List.of(ServiceReader.HEADLESS_LABEL, ServiceReader.PROXY_LABEL);
  private static final Map<String, IpFamily> FAMILIES =
      Map.of("IPv4", IpFamily.IPV4, "IPv6", IpFamily.IPV6);

  private EndpointSliceReader() {}

  /// Why no proxy serves this slice, if none does.
  static Optional<String> skip(Field root) {
    Field labels = root.at("metadata").at("labels");
    labels.requireTexts();
    if (root.at("addressType").is("FQDN")) {
      return Optional.of("a slice of type FQDN has names, not addresses");
    }
    if (!labels.entry(SERVICE_LABEL).filled()) {
      return Optional.of("without the label " + SERVICE_LABEL + " it belongs to no Service");
    }
    for (String label : SKIPPING) {
      if (labels.has(label)) {
        return Optional.of("the label " + label + " says that no proxy serves it");
      }
    }
    return Optional.empty();
  }

  static EndpointSlice slice(Field root, ObjectKey key) {
    Field type = root.at("addressType");
    type.requiredText();
    IpFamily family = type.word(FAMILIES, IpFamily.IPV4);
    return new EndpointSlice(
        key,
        ObjectKey.service(
            key.namespace(), root.at("metadata").at("labels").entry(SERVICE_LABEL).requiredText()),
        family,
        root.at("endpoints").each(endpoint -> endpoint(endpoint, family)),
        root.at("ports").each(EndpointSliceReader::port));
  }

  private static Endpoint endpoint(Field endpoint, IpFamily family) {
    List<Field> addresses = endpoint.at("addresses").items();
    if (addresses.isEmpty()) {
      throw endpoint.at("addresses").malformed("give the endpoint an address");
    }
    IpAddress address = addresses.getFirst().address();
    if (address.family() != family) {
      throw addresses.getFirst().malformed("give an address of the slice's addressType");
    }
    Field conditions = endpoint.at("conditions");
    Field hints = endpoint.at("hints");
    boolean ready = conditions.at("ready").flag(true);
    return new Endpoint(
        address,
        ready,
        conditions.at("serving").flag(ready),
        conditions.at("terminating").flag(false),
        endpoint.at("nodeName").textOrEmpty(),
        endpoint.at("zone").textOrEmpty(),
        names(hints.at("forZones")),
        names(hints.at("forNodes")));
  }

  private static NavigableSet<String> names(Field list) {
    return list.present()
        ? new TreeSet<>(list.each(item -> item.at("name").requiredText()))
        : Collections.emptyNavigableSet();
  }

  private static EndpointPort port(Field port) {
    return new EndpointPort(
        port.at("name").textOrEmpty(),
        port.at("protocol").word(PodReader.PROTOCOLS, Protocol.TCP),
        port.at("port").port(true));
  }
}
