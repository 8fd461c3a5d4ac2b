package io.weft.pipeline.compile;

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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Writes Services into the ledger, each as an owner of its own: a change of a Service or of one of
/// its slices costs that Service's flows and groups.
final class ServiceFlows {

  private static final int GROUP_BITS = 31;

  private final Map<ObjectKey, Known> services = new HashMap<>();
  private final Map<ObjectKey, Known> serviceOfSlice = new HashMap<>();
  private final FaceClaims faces = new FaceClaims();
  private final Numbering<ObjectKey> owners;
  private final Numbering<BalanceKey> groups;
  private final Numbering<Face> frontends;
  private Set<ObjectKey> dirty = new HashSet<>();
  private Map<ObjectKey, HostShare> sharesBefore = new HashMap<>();

  /// What is known of a Service, or of one that slices name.
  private static final class Known {

    final ObjectKey key;
    @Nullable Service service;
    List<EndpointSlice> slices = List.of();

    /// What it holds of the numbers that are given to all.
    List<BalanceKey> balances = List.of();

    Set<Face> faces = Set.of();

    boolean numbered;
    HostShare share = HostShare.NONE;

    Known(ObjectKey key) {
      this.key = key;
    }

    /// Whether nothing is left of it.
    boolean gone() {
      return service == null && slices.isEmpty() && !numbered;
    }

    Instant created() {
      return service == null ? Instant.EPOCH : service.created();
    }

    /// Takes the slice in; says whether that is news.
    boolean put(EndpointSlice slice) {
      if (slices.isEmpty()) { // most Services have one
        slices = List.of(slice);
        return true;
      }
      if (slices.contains(slice)) {
        return false;
      }
      List<EndpointSlice> now = new ArrayList<>(slices.size() + 1);
      slices.stream().filter(other -> !other.key().equals(slice.key())).forEach(now::add);
      now.add(slice);
      slices = List.copyOf(now);
      return true;
    }

    void remove(ObjectKey slice) {
      slices = slices.stream().filter(other -> !other.key().equals(slice)).toList();
    }
  }

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

  void put(Service service) {
    Known known = services.computeIfAbsent(service.key(), Known::new);
    if (known.service == null || !service.equals(known.service)) {
      known.service = service;
      dirty.add(known.key);
    }
  }

  void put(Node node) {
    if (node.name().equals(facts.name())) {
      zone(node.zone());
    }
  }

  void put(EndpointSlice slice) {
    Known known = services.computeIfAbsent(slice.service(), Known::new);
    Known before = serviceOfSlice.put(slice.key(), known);
    if (before != null && before != known) {
      remove(slice.key(), before);
    }
    if (known.put(slice)) {
      dirty.add(known.key);
    }
  }

  private void remove(ObjectKey slice, Known known) {
    known.remove(slice);
    dirty.add(known.key);
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
        Known known = services.get(key);
        if (known != null && known.service != null) {
          known.service = null;
          dirty.add(key);
        }
      }
      case ENDPOINT_SLICE -> {
        Known known = serviceOfSlice.remove(key);
        if (known != null) {
          remove(key, known);
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
    while (!dirty.isEmpty()) { // A number that is taken may renumber other Services.
      Set<ObjectKey> now = dirty;
      dirty = new HashSet<>(); // one that has held many is slow to walk
      for (ObjectKey key : now) {
        Known known = services.get(key);
        if (known != null) {
          List<PortPlan> ports = plans(known);
          claim(known, ports);
          boolean _ = dirty.remove(key);
          write(known, owned(key, ports), ledger);
          if (known.gone()) {
            services.remove(key);
          }
        }
      }
    }
  }

  /// Without the faces that another Service has.
  private List<PortPlan> owned(ObjectKey key, List<PortPlan> ports) {
    List<PortPlan> owned = new ArrayList<>(ports.size());
    for (PortPlan port : ports) {
      owned.add(port.faces().isEmpty() ? port : port.keeping(face -> faces.has(face, key)));
    }
    return owned;
  }

  private List<PortPlan> plans(Known known) {
    Service service = known.service;
    if (service == null || !facts.options().services()) {
      return List.of();
    }
    List<PortPlan> plans = PortPlan.of(service, known.slices, facts.name(), zone);
    plans.removeIf(plan -> !facts.serves(plan.family()));
    return plans;
  }

  private void claim(Known known, List<PortPlan> ports) {
    List<BalanceKey> balances = new ArrayList<>(ports.size());
    List<Face> external = new ArrayList<>(0);
    for (PortPlan port : ports) {
      port.keys(balances);
      external.addAll(port.faces());
    }
    Set<Face> wanted = Set.copyOf(external);
    boolean numbered = !ports.isEmpty();
    if (numbered != known.numbered) {
      known.numbered = numbered;
      dirty.addAll(numbered ? owners.add(known.key) : owners.remove(known.key));
    }
    List<BalanceKey> heldBalances = known.balances;
    Set<Face> heldFaces = known.faces;
    known.balances = List.copyOf(balances);
    known.faces = wanted;
    for (BalanceKey balance : balances) {
      groups.add(balance).forEach(other -> dirty.add(other.service()));
    }
    for (BalanceKey balance : heldBalances) {
      if (!balances.contains(balance)) {
        groups.remove(balance).forEach(other -> dirty.add(other.service()));
      }
    }
    for (Face face : wanted) {
      take(face, known);
    }
    for (Face face : heldFaces) {
      if (!wanted.contains(face)) {
        release(face, known.key);
      }
    }
  }

  private void take(Face face, Known known) {
    dirty.addAll(faces.take(face, known.key, known.created()));
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

  private void write(Known known, List<PortPlan> ports, Ledger ledger) {
    ObjectKey key = known.key;
    int number = ports.isEmpty() ? 0 : owners.number(key);
    Contribution.Builder to = Contribution.of(Cookie.Kind.SERVICE, number);
    Set<IpAddress> outside = Set.of();
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
        outside = new TreeSet<>(outside);
        outside.add(port.clusterIp());
      }
    }
    for (IpAddress address : outside) {
      Services.virtual(address.toPrefix(), facts, to);
      Routing.virtual(address, to);
    }
    ledger.put(new Owner(Cookie.Kind.SERVICE, key), to.build());
    share(
        known,
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

  private void share(Known known, HostShare after) {
    if (!after.equals(known.share)) {
      sharesBefore.putIfAbsent(known.key, known.share);
      known.share = after;
    }
  }

  /// What Services ask of the host since this was last asked, where it changed.
  List<HostShare.Change> drainShares() {
    if (sharesBefore.isEmpty()) {
      return List.of();
    }
    List<HostShare.Change> changes = new ArrayList<>();
    sharesBefore.forEach((key, before) -> {
      Known known = services.get(key);
      HostShare after = known == null ? HostShare.NONE : known.share;
      if (!after.equals(before)) {
        changes.add(new HostShare.Change(key, before, after));
      }
    });
    sharesBefore = new HashMap<>();
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
