package io.weft.controller.service;

import io.weft.cluster.ObjectKey;
import io.weft.cluster.Protocol;
import io.weft.net.IpAddress;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.service.HostShare.NodePort;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The elements of [ServiceNat] that Services ask for, and which of them have changed.
///
/// Where two Services ask for one key, the first by name has it. A change costs the elements of its
/// Service, however many others there are. Used on the agent's event loop.
final class NatElements {

  private final Map<NatKey, TreeMap<ObjectKey, String>> claims = new HashMap<>();
  private final Set<NatKey> touched = new HashSet<>();

  /// Takes in what a Service asks.
  void take(HostShare.Change change) {
    Map<NatKey, String> before = of(change.before());
    Map<NatKey, String> after = of(change.after());
    before.forEach((key, _) -> {
      if (!after.containsKey(key)) {
        touched.add(key);
        release(key, change.service());
      }
    });
    after.forEach((key, value) -> {
      if (!value.equals(before.get(key))) {
        touched.add(key);
        claims.computeIfAbsent(key, _ -> new TreeMap<>()).put(change.service(), value);
      }
    });
  }

  private void release(NatKey key, ObjectKey service) {
    claims.computeIfPresent(
        key,
        (_, services) -> {
          services.remove(service);
          return services.isEmpty() ? null : services;
        });
  }

  /// What was touched since this or [#all] was last asked, as it is now.
  Map<NatKey, Optional<String>> drain() {
    Map<NatKey, Optional<String>> changed = new HashMap<>();
    touched.forEach(
        key -> changed.put(key, Optional.ofNullable(claims.get(key)).map(NatElements::first)));
    touched.clear();
    return changed;
  }

  /// All of them.
  Map<NatKey, String> all() {
    touched.clear();
    Map<NatKey, String> all = HashMap.newHashMap(claims.size());
    claims.forEach((key, services) -> all.put(key, first(services)));
    return all;
  }

  private static String first(NavigableMap<ObjectKey, String> services) {
    return services.firstEntry().getValue();
  }

  /// The elements that one Service asks for.
  static Map<NatKey, String> of(HostShare share) {
    Map<NatKey, String> elements = new HashMap<>();
    share.nodePorts().forEach(port -> elements.put(key(NatSet.NODE_PORTS, port), ""));
    share
        .frontends()
        .forEach((face, frontend) ->
            elements.put(
                new NatKey(NatSet.FRONTENDS, face.address().family(), text(face)),
                value(frontend.address(), frontend.port())));
    return elements;
  }

  private static NatKey key(NatSet set, NodePort port) {
    return new NatKey(set, port.family(), name(port.protocol()) + " . " + port.port());
  }

  private static String text(Face face) {
    return "%s . %s . %d".formatted(face.address(), name(face.protocol()), face.port());
  }

  private static String value(IpAddress address, int port) {
    return address + " . " + port;
  }

  private static String name(Protocol protocol) {
    return protocol.name().toLowerCase(Locale.ROOT);
  }
}
