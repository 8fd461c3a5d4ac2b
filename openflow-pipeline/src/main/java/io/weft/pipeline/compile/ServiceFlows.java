package io.weft.pipeline.compile;

import io.weft.cluster.ClusterObject;
import io.weft.cluster.EndpointSlice;
import io.weft.cluster.Node;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import io.weft.pipeline.identity.Numbering;
import io.weft.pipeline.node.NodeFacts;
import io.weft.pipeline.ownership.Contribution;
import io.weft.pipeline.ownership.Ledger;
import io.weft.pipeline.ownership.Owner;
import io.weft.pipeline.service.BalanceKey;
import io.weft.pipeline.service.Face;
import io.weft.pipeline.service.FaceClaims;
import io.weft.pipeline.service.Frontend;
import io.weft.pipeline.service.HostShare;
import io.weft.pipeline.service.PortPlan;
import io.weft.pipeline.stage.Routing;
import io.weft.pipeline.stage.ServicePort;
import io.weft.pipeline.stage.Services;
import io.weft.pipeline.table.Cookie;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes Services into the ledger, each as an owner of its own: a change of a Service or of one of
/// its slices costs that Service's flows and groups.
final class ServiceFlows {

  /// What a Service holds of the numbers that are given to all.
  private record Claims(Set<BalanceKey> balances, Set<Face> faces) {
    static final Claims NONE = new Claims(Set.of(), Set.of());

    static Claims of(List<PortPlan> ports) {
      Set<BalanceKey> balances = new HashSet<>();
      Set<Face> faces = new HashSet<>();
      for (PortPlan port : ports) {
        port.keys(balances);
        faces.addAll(port.faces());
      }
      return new Claims(Set.copyOf(balances), Set.copyOf(faces));
    }
  }

  private static final int GROUP_BITS = 31;

  private final Map<ObjectKey, Service> services = new HashMap<>();
  private final Map<ObjectKey, TreeMap<ObjectKey, EndpointSlice>> slices = new HashMap<>();
  private final Map<ObjectKey, ObjectKey> serviceOfSlice = new HashMap<>();
  private final Map<ObjectKey, Claims> claims = new HashMap<>();
  private final FaceClaims faces = new FaceClaims();
  private final Numbering<ObjectKey> owners;
  private final Numbering<BalanceKey> groups;
  private final Numbering<Face> frontends;
  private final Set<ObjectKey> dirty = new HashSet<>();
  private final Map<ObjectKey, HostShare> shares = new HashMap<>();
  private final Map<ObjectKey, HostShare> sharesBefore = new HashMap<>();
  private NodeFacts facts;
  private List<IpPrefix> ranges = List.of();
  private Optional<String> zone = Optional.empty();

  ServiceFlows(NodeFacts facts, int numberBits) {
    this.facts = facts;
    this.owners = new Numbering<>(numberBits);
    this.groups = new Numbering<>(Math.min(numberBits, GROUP_BITS));
    this.frontends = new Numbering<>(Math.min(numberBits, Frontend.NUMBER_BITS));
  }

  /// New facts, or new ranges of Services.
  void facts(NodeFacts newFacts, List<IpPrefix> newRanges) {
    if (!newFacts.equals(facts) || !newRanges.equals(ranges)) {
      facts = newFacts;
      ranges = newRanges;
      dirty.addAll(services.keySet());
    }
  }

  void put(ClusterObject object) {
    switch (object) {
      case Service service -> {
        if (!service.equals(services.put(service.key(), service))) {
          dirty.add(service.key());
        }
      }
      case EndpointSlice slice -> put(slice);
      case Node node when node.name().equals(facts.name()) -> zone(node.zone());
      default -> {}
    }
  }

  private void put(EndpointSlice slice) {
    ObjectKey before = serviceOfSlice.put(slice.key(), slice.service());
    if (before != null && !before.equals(slice.service())) {
      remove(slice.key(), before);
    }
    TreeMap<ObjectKey, EndpointSlice> all =
        slices.computeIfAbsent(slice.service(), _ -> new TreeMap<>());
    if (!slice.equals(all.put(slice.key(), slice))) {
      dirty.add(slice.service());
    }
  }

  private void remove(ObjectKey slice, ObjectKey service) {
    TreeMap<ObjectKey, EndpointSlice> all = slices.get(service);
    if (all != null && all.remove(slice) != null) {
      dirty.add(service);
      if (all.isEmpty()) {
        slices.remove(service);
      }
    }
  }

  private void zone(Optional<String> newZone) {
    if (!newZone.equals(zone)) {
      zone = newZone;
      dirty.addAll(services.keySet());
    }
  }

  void delete(ObjectKey key) {
    switch (key.kind()) {
      case SERVICE -> {
        if (services.remove(key) != null) {
          dirty.add(key);
        }
      }
      case ENDPOINT_SLICE -> {
        ObjectKey service = serviceOfSlice.remove(key);
        if (service != null) {
          remove(key, service);
        }
      }
      case NODE -> {
        if (key.name().equals(facts.name())) {
          zone(Optional.empty());
        }
      }
      default -> {}
    }
  }

  /// Writes all that changed.
  void settle(Ledger ledger) {
    Map<ObjectKey, List<PortPlan>> plans = new HashMap<>();
    while (!dirty.isEmpty()) { // A number that is taken may renumber other Services.
      for (ObjectKey key : List.copyOf(dirty)) {
        dirty.remove(key);
        if (!plans.containsKey(key)) {
          plans.put(key, plans(key));
          claim(key, plans.get(key));
        }
      }
    }
    plans.forEach((key, ports) -> write(key, owned(key, ports), ledger));
  }

  /// Without the faces that another Service has.
  private List<PortPlan> owned(ObjectKey key, List<PortPlan> ports) {
    return ports.stream().map(port -> port.keeping(face -> faces.has(face, key))).toList();
  }

  private List<PortPlan> plans(ObjectKey key) {
    Service service = services.get(key);
    if (service == null || !facts.options().services()) {
      return List.of();
    }
    Collection<EndpointSlice> own = slices.getOrDefault(key, new TreeMap<>()).values();
    List<PortPlan> plans = PortPlan.of(service, own, facts.name(), zone);
    plans.removeIf(plan -> !facts.serves(plan.family()));
    return plans;
  }

  private void claim(ObjectKey key, List<PortPlan> ports) {
    Claims after = ports.isEmpty() ? Claims.NONE : Claims.of(ports);
    Claims before = claims.getOrDefault(key, Claims.NONE);
    if (after.equals(before) && !ports.isEmpty() && claims.containsKey(key)) {
      return;
    }
    if (ports.isEmpty()) {
      claims.remove(key);
      dirty.addAll(owners.remove(key));
    } else {
      claims.put(key, after);
      dirty.addAll(owners.add(key));
    }
    after.balances().forEach(b -> groups.add(b).forEach(o -> dirty.add(o.service())));
    before.balances().stream()
        .filter(b -> !after.balances().contains(b))
        .forEach(b -> groups.remove(b).forEach(o -> dirty.add(o.service())));
    after.faces().forEach(face -> take(face, key));
    before.faces().stream()
        .filter(f -> !after.faces().contains(f))
        .forEach(face -> release(face, key));
  }

  private void take(Face face, ObjectKey service) {
    dirty.addAll(faces.take(face, service));
    renumbered(frontends.add(face));
  }

  private void release(Face face, ObjectKey service) {
    dirty.addAll(faces.release(face, service));
    if (faces.of(face).isEmpty()) {
      renumbered(frontends.remove(face));
    }
  }

  private void renumbered(Set<Face> renumbered) {
    renumbered.forEach(face -> dirty.addAll(faces.of(face)));
  }

  private void write(ObjectKey key, List<PortPlan> ports, Ledger ledger) {
    int number = ports.isEmpty() ? 0 : owners.number(key);
    Contribution.Builder to = Contribution.of(Cookie.Kind.SERVICE, number);
    Set<IpAddress> outside = new TreeSet<>();
    for (PortPlan port : ports) {
      ServicePort flows =
          new ServicePort(
              port, number, group -> Integer.toUnsignedLong(groups.number(group)), facts, to);
      flows.virtual();
      port.port().nodePort().ifPresent(flows::nodePort);
      for (Face face : port.faces()) {
        flows.external(face, frontend(face));
        if (!known(face.address())) {
          Services.external(face.address(), to);
        }
      }
      if (!known(port.clusterIp())) {
        outside.add(port.clusterIp());
      }
    }
    for (IpAddress address : outside) {
      Services.virtual(address.toPrefix(), facts, to);
      Routing.virtual(address, to);
    }
    ledger.put(new Owner(Cookie.Kind.SERVICE, key), to.build());
    share(
        key,
        ports.isEmpty()
            ? HostShare.NONE
            : HostShare.of(ports, facts.addresses(), this::frontend, outside));
  }

  private Frontend frontend(Face face) {
    return Frontend.numbered(face.address().family(), frontends.number(face));
  }

  private boolean known(IpAddress address) {
    for (IpPrefix range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private void share(ObjectKey key, HostShare after) {
    HostShare before =
        after.equals(HostShare.NONE)
            ? shares.getOrDefault(key, HostShare.NONE)
            : Optional.ofNullable(shares.put(key, after)).orElse(HostShare.NONE);
    if (after.equals(HostShare.NONE)) {
      shares.remove(key);
    }
    if (!after.equals(before)) {
      sharesBefore.putIfAbsent(key, before);
    }
  }

  /// What Services ask of the host since this was last asked, where it changed.
  List<HostShare.Change> drainShares() {
    List<HostShare.Change> changes = new ArrayList<>();
    sharesBefore.forEach((key, before) -> {
      HostShare after = shares.getOrDefault(key, HostShare.NONE);
      if (!after.equals(before)) {
        changes.add(new HostShare.Change(key, before, after));
      }
    });
    sharesBefore.clear();
    return changes;
  }

  /// External addresses that several Services ask for, a sentence for each that goes without.
  List<String> conflicts() {
    return faces.conflicts();
  }

  /// The Service that a cookie's owner number stands for.
  Optional<ObjectKey> owner(int number) {
    return owners.key(number);
  }
}
