package io.weft.pipeline.service;

import io.weft.cluster.EndpointSlice;
import io.weft.cluster.Service;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import io.weft.pipeline.identity.Hash;
import io.weft.pipeline.table.Reserved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One endpoint of a Service port, merged from all slices that name it.
///
/// @param target its address and port
/// @param local whether it runs on this node
/// @param conditions the endpoint as its slice describes it
public record ServiceEndpoint(Target target, boolean local, EndpointSlice.Endpoint conditions) {

  private static final Comparator<ServiceEndpoint> BY_TARGET =
      Comparator.comparing(ServiceEndpoint::target);

  /// Where packets go.
  ///
  /// @param address the endpoint's address
  /// @param port the endpoint's port, 1 to 65535
  public record Target(IpAddress address, int port) implements Comparable<Target> {

    @Override
    public int compareTo(Target other) {
      int order = address.compareTo(other.address);
      return order == 0 ? Integer.compare(port, other.port) : order;
    }

    // Written out, for there are many: a quick compiler does not see through what is generated.
    @Override
    public boolean equals(Object other) {
      return other instanceof Target target
          && port == target.port
          && address.equals(target.address);
    }

    @Override
    public int hashCode() {
      return 31 * address.hashCode() + port;
    }

    /// A hash that is the same in every run.
    long number() {
      return Hash.of(address.high(), address.low(), port);
    }

    @Override
    public String toString() {
      return (address.isIpv4() ? address : "[" + address + "]") + ":" + port;
    }
  }

  /// The endpoints of a Service port in one family, ordered by target.
  ///
  /// Slices are read in the order of their names. Of an address and port that several name, the first
  /// counts, unless a later one says that it is local.
  ///
  /// @param slices the slices of the Service, of either family
  /// @param port the Service port; slices refer to it by name and protocol
  /// @param family the family
  /// @param node the name of this node
  public static List<ServiceEndpoint> merged(
      List<EndpointSlice> slices, Service.Port port, IpFamily family, String node) {
    List<EndpointSlice> ordered = slices;
    if (slices.size() > 1) {
      ordered = new ArrayList<>(slices);
      ordered.sort(Comparator.comparing(EndpointSlice::name));
    }
    List<ServiceEndpoint> all = new ArrayList<>();
    for (EndpointSlice slice : ordered) {
      if (slice.family() == family) {
        add(all, slice, port, node);
      }
    }
    all.sort(BY_TARGET);
    return merged(all);
  }

  /// @param sorted by target, those of one target in the order in which they were read
  private static List<ServiceEndpoint> merged(List<ServiceEndpoint> sorted) {
    int last = -1;
    for (ServiceEndpoint endpoint : sorted) {
      if (last < 0 || !sorted.get(last).target().equals(endpoint.target())) {
        last++;
        sorted.set(last, endpoint);
      } else if (endpoint.local()) {
        sorted.set(last, endpoint);
      }
    }
    return sorted.subList(0, last + 1);
  }

  private static void add(
      List<ServiceEndpoint> all, EndpointSlice slice, Service.Port port, String node) {
    for (EndpointSlice.EndpointPort served : slice.ports()) {
      boolean serves = served.name().equals(port.name()) && served.protocol() == port.protocol();
      if (!serves || served.port().isEmpty()) {
        continue;
      }
      for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
        boolean local = endpoint.nodeName().equals(node);
        Target target = new Target(endpoint.address(), served.port().getAsInt());
        if (!reserved(target)) {
          all.add(new ServiceEndpoint(target, local, endpoint));
        }
      }
    }
  }

  /// Nobody is at a reserved address; one that comes in by such an address would be translated to
  /// itself.
  private static boolean reserved(Target target) {
    return Reserved.range(target.address().family()).contains(target.address());
  }

  boolean ready() {
    return conditions.ready();
  }

  /// Whether it still answers although it is going away: the fall-back where nothing is ready.
  boolean servingTerminating() {
    return conditions.serving() && conditions.terminating();
  }
}
