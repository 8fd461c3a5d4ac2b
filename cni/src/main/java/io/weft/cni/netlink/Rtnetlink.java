package io.weft.cni.netlink;

import io.weft.cni.linux.Errno;
import io.weft.cni.linux.NetworkNamespace;
import io.weft.cni.netlink.NetlinkSocket.Failure;
import io.weft.cni.netlink.NetlinkSocket.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The network of one namespace, read and changed by netlink (rtnetlink(7)). Blocks, usually for
/// microseconds. Safe for use by several threads.
public final class Rtnetlink implements AutoCloseable {
  /// So many acknowledgements fit into a socket's receive buffer at its default size.
  private static final int BATCH = 64;

  /// "Weft" in ASCII.
  private static final int MARKED = 0x5765_6674;

  private static final Set<Errno> ABSENT =
      Set.of(Errno.ENODEV, Errno.ESRCH, Errno.ENOENT, Errno.EADDRNOTAVAIL);

  private final NetlinkSocket socket;

  private Rtnetlink() {
    this.socket = new NetlinkSocket(NetlinkSocket.ROUTE);
  }

  /// Opens the network of the calling thread's namespace.
  public static Rtnetlink open() {
    return new Rtnetlink();
  }

  /// Opens the network of a namespace, which stays as long as this is open.
  ///
  /// @param path such as `/run/netns/blue`
  public static Rtnetlink openIn(String path) {
    try (NetworkNamespace namespace = NetworkNamespace.open(path)) {
      return namespace.call(Rtnetlink::open);
    }
  }

  /// All interfaces, by index.
  public List<Link> links() {
    return socket.dump(new Request("cannot list links", LinkMessages.dump())).stream()
        .map(LinkMessages::parse)
        .toList();
  }

  /// The interface of this name.
  public Optional<Link> link(String name) {
    return socket
        .ask(new Request("cannot look at link " + name, LinkMessages.find(name)))
        .map(LinkMessages::parse);
  }

  /// All addresses of both families.
  public List<InterfaceAddress> addresses() {
    Map<Integer, String> names = names();
    return socket
        .dump(new Request("cannot list addresses", AddressMessages.dumpAddresses()))
        .stream()
        .flatMap(m -> AddressMessages.parseAddress(m, names).stream())
        .toList();
  }

  /// All unicast routes of all tables and both families; those with several next hops, and those
  /// that lead nowhere, are left out.
  public List<Route> routes() {
    Map<Integer, String> names = names();
    return socket.dump(new Request("cannot list routes", RouteMessages.dump())).stream()
        .flatMap(m -> RouteMessages.parse(m, names).stream())
        .toList();
  }

  /// All rules of both families that go by a packet's mark alone.
  public List<RoutingRule> rules() {
    return socket.dump(new Request("cannot list routing rules", RuleMessages.dump())).stream()
        .flatMap(m -> RuleMessages.parse(m).stream())
        .toList();
  }

  /// All neighbours of both families.
  public List<Neighbour> neighbours() {
    Map<Integer, String> names = names();
    return socket
        .dump(new Request("cannot list neighbours", AddressMessages.dumpNeighbours()))
        .stream()
        .flatMap(m -> AddressMessages.parseNeighbour(m, names).stream())
        .toList();
  }

  private Map<Integer, String> names() {
    return links().stream().collect(Collectors.toMap(Link::index, Link::name));
  }

  /// Makes the changes in their order.
  ///
  /// @throws NetlinkException for the first change that failed; those before it are in effect, and
  ///     some of those behind it may be
  public void apply(NetlinkChange... changes) {
    apply(List.of(changes));
  }

  /// See [#apply(NetlinkChange...)].
  public void apply(List<NetlinkChange> changes) {
    Map<String, Integer> indexes = new HashMap<>();
    List<NetlinkChange> batch = new ArrayList<>();
    boolean namesChange = false;
    for (NetlinkChange change : changes) {
      if (batch.size() == BATCH || (namesChange && needsIndex(change))) {
        send(batch, indexes);
        batch.clear();
        namesChange = false;
      }
      batch.add(change);
      namesChange |= changesNames(change);
    }
    send(batch, indexes);
  }

  private static boolean changesNames(NetlinkChange change) {
    return change instanceof NetlinkChange.AddLink
        || change instanceof NetlinkChange.AddVeth
        || change instanceof NetlinkChange.SetLink(_, NetlinkChange.LinkSetting.Name _);
  }

  /// Whether the kernel is told of an interface by its number, which has to be asked for before.
  private static boolean needsIndex(NetlinkChange change) {
    return switch (change) {
      case NetlinkChange.AddLink _,
          NetlinkChange.AddVeth _,
          NetlinkChange.DeleteLink _,
          NetlinkChange.AddRule _,
          NetlinkChange.DeleteRule _ ->
          false;
      case NetlinkChange.SetLink(_, NetlinkChange.LinkSetting setting) ->
          setting instanceof NetlinkChange.LinkSetting.Name;
      case NetlinkChange.PutAddress _,
          NetlinkChange.PutRoute _,
          NetlinkChange.PutNeighbour _,
          NetlinkChange.DeleteAddress _,
          NetlinkChange.DeleteRoute _,
          NetlinkChange.DeleteNeighbour _ ->
          true;
    };
  }

  /// Takes interfaces down and marks them for [#deleteMarked]; those that are not there are left
  /// out. The mark is a group ([NetlinkChange.LinkSetting.Group]) that nobody else should use.
  public void markForDeletion(Collection<String> names) {
    List<NetlinkChange> changes = new ArrayList<>();
    for (String name : names) {
      changes.add(NetlinkChange.down(name));
      changes.add(new NetlinkChange.SetLink(name, new NetlinkChange.LinkSetting.Group(MARKED)));
    }
    for (int from = 0; from < changes.size(); from += BATCH) {
      List<NetlinkChange> batch = changes.subList(from, Math.min(from + BATCH, changes.size()));
      send(batch, new HashMap<>(), failure -> ABSENT.contains(failure.errno()));
    }
  }

  /// Deletes all marked interfaces of the namespace, and with each its peer. Many take the kernel
  /// hardly longer than one, since it waits for all of them at once.
  public void deleteMarked() {
    Request request = new Request("", LinkMessages.deleteGroup(MARKED));
    for (Failure failure : socket.send(List.of(request))) {
      if (!ABSENT.contains(failure.errno())) {
        throw new NetlinkException(
            "cannot delete the marked links", failure.errno(), failure.text());
      }
    }
  }

  private void send(List<NetlinkChange> changes, Map<String, Integer> indexes) {
    send(changes, indexes, _ -> false);
  }

  private void send(
      List<NetlinkChange> changes, Map<String, Integer> indexes, Predicate<Failure> expected) {
    List<NetlinkChange> sent = new ArrayList<>();
    List<Request> requests = new ArrayList<>();
    for (NetlinkChange change : changes) {
      request(change, indexes)
          .ifPresent(message -> {
            sent.add(change);
            requests.add(new Request("", message));
          });
    }
    if (requests.isEmpty()) {
      return;
    }
    for (Failure failure : socket.send(requests)) {
      NetlinkChange change = sent.get(failure.position());
      boolean gone = isDelete(change) && ABSENT.contains(failure.errno());
      if (!gone && !expected.test(failure)) {
        throw new NetlinkException("cannot apply " + change, failure.errno(), failure.text());
      }
    }
  }

  private static boolean isDelete(NetlinkChange change) {
    return switch (change) {
      case NetlinkChange.DeleteLink _,
          NetlinkChange.DeleteAddress _,
          NetlinkChange.DeleteRoute _,
          NetlinkChange.DeleteRule _,
          NetlinkChange.DeleteNeighbour _ ->
          true;
      case NetlinkChange.AddLink _,
          NetlinkChange.AddVeth _,
          NetlinkChange.AddRule _,
          NetlinkChange.SetLink _,
          NetlinkChange.PutAddress _,
          NetlinkChange.PutRoute _,
          NetlinkChange.PutNeighbour _ ->
          false;
    };
  }

  /// The message for a change; empty if it deletes something of an interface that is not there.
  private Optional<MessageWriter> request(NetlinkChange change, Map<String, Integer> indexes) {
    return switch (change) {
      case NetlinkChange.AddLink link -> Optional.of(LinkMessages.add(link));
      case NetlinkChange.AddVeth veth -> Optional.of(LinkMessages.add(veth));
      case NetlinkChange.DeleteLink(String name) -> Optional.of(LinkMessages.delete(name));
      case NetlinkChange.SetLink set -> Optional.of(LinkMessages.set(set, indexFor(set, indexes)));
      case NetlinkChange.PutAddress(InterfaceAddress address) ->
          Optional.of(AddressMessages.put(address, index(address.device(), indexes)));
      case NetlinkChange.PutRoute(Route route) ->
          Optional.of(RouteMessages.put(route, index(route.device(), indexes)));
      case NetlinkChange.PutNeighbour(Neighbour neighbour) ->
          Optional.of(AddressMessages.put(neighbour, index(neighbour.device(), indexes)));
      case NetlinkChange.AddRule(RoutingRule rule) -> Optional.of(RuleMessages.add(rule));
      case NetlinkChange.DeleteRule(RoutingRule rule) -> Optional.of(RuleMessages.delete(rule));
      case NetlinkChange.DeleteAddress(InterfaceAddress address) ->
          find(address.device(), indexes).map(i -> AddressMessages.delete(address, i));
      case NetlinkChange.DeleteRoute(Route route) ->
          find(route.device(), indexes).map(i -> RouteMessages.delete(route, i));
      case NetlinkChange.DeleteNeighbour(Neighbour neighbour) ->
          find(neighbour.device(), indexes).map(i -> AddressMessages.delete(neighbour, i));
    };
  }

  private int indexFor(NetlinkChange.SetLink change, Map<String, Integer> indexes) {
    boolean rename = change.setting() instanceof NetlinkChange.LinkSetting.Name;
    int index = rename ? index(change.name(), indexes) : 0;
    indexes.remove(change.name());
    return index;
  }

  private int index(String device, Map<String, Integer> indexes) {
    return find(device, indexes)
        .orElseThrow(
            () -> new NetlinkException("no interface " + device, Errno.ENODEV, "make it first"));
  }

  private Optional<Integer> find(String device, Map<String, Integer> indexes) {
    Optional<Integer> known = Optional.ofNullable(indexes.get(device));
    if (known.isPresent()) {
      return known;
    }
    Optional<Integer> index = socket.socket().interfaceIndex(device);
    index.ifPresent(i -> indexes.put(device, i));
    return index;
  }

  /// The number of an interface. Unlike [#link] it waits for no change that the kernel is making.
  public Optional<Integer> index(String device) {
    return socket.socket().interfaceIndex(device);
  }

  /// Has the kernel compute the checksums of what it sends through an interface, instead of leaving
  /// that to the device: `ethtool -K DEVICE tx off` (ethtool(8)).
  ///
  /// @throws io.weft.cni.linux.SystemCallException if there is no such interface, or it cannot
  public void disableTransmitChecksumOffload(String device) {
    socket.socket().disableTransmitChecksumOffload(device);
  }

  @Override
  public void close() {
    socket.close();
  }
}
