package io.weft.controller.host;

import io.weft.cni.netlink.Link;
import io.weft.cni.netlink.NetlinkChange;
import io.weft.cni.netlink.NetlinkException;
import io.weft.cni.netlink.PacketGuard;
import io.weft.cni.netlink.Rtnetlink;
import io.weft.cni.wiring.HostInterfaceName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the host's network to the plan, and finds out when somebody else changed it.
///
/// Blocks for milliseconds; used by one thread at a time.
public final class HostNetwork implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HostNetwork.class);

  private final Rtnetlink network;
  private final Nftables nftables = new Nftables();
  private final Set<String> offloadsOff = new HashSet<>();

  /// Opens the network of the calling thread's namespace.
  public HostNetwork() {
    this.network = Rtnetlink.open();
  }

  /// The host's network as it is.
  public HostState state() {
    return HostState.read(network);
  }

  /// Makes changes that are not part of a plan.
  public void apply(List<NetlinkChange> changes) {
    network.apply(changes);
  }

  /// Brings everything to the plan; what is so already is left alone. May be repeated.
  ///
  /// @param audit whether to look for changes by others where looking is not cheap
  /// @return what was changed, one entry each, for the log
  /// @throws RuntimeException if something could not be brought to the plan; the message names it,
  ///     the rest may or may not have been done
  public List<String> reconcile(HostPlan plan, boolean audit) {
    HostState state = state();
    if (state.link(plan.gateway().device()).isEmpty()) {
      throw new IllegalStateException(
          "interface " + plan.gateway().device() + " is not there yet; does ovs-vswitchd run?");
    }
    plan.userspace()
        .ifPresent(u -> {
          guard(u.underlay());
          guardPods();
        });
    HostSettings.apply(plan);
    List<NetlinkChange> changes = HostRoutes.changes(plan, state);
    network.apply(changes);
    Optional<String> firewall = nftables.apply(HostFirewall.text(plan), audit);
    plan.userspace()
        .ifPresent(u -> {
          disableOffload(plan.gateway().device(), state);
          UnderlayNeighbours.greet(u.neighbours());
        });
    return Stream.concat(changes.stream().map(NetlinkChange::toString), firewall.stream()).toList();
  }

  /// What other software's rules drop of what the plan needs, one sentence each with the remedy.
  public List<String> obstacles(HostPlan plan) {
    return ForwardPolicy.obstacles(plan.gateway().device());
  }

  /// Keeps the kernel from hearing an interface that Open vSwitch reads.
  public void guard(String device) {
    try (PacketGuard guard = PacketGuard.open()) {
      if (!guard.guarded().contains(device)) {
        guard.guard(device);
        LOG.atInfo().addKeyValue("device", device).log("kernel no longer hears the interface");
      }
    }
  }

  /// Guards Pods' interfaces again whose guard somebody flushed. What is down is left to whoever is
  /// making or removing it: a guard comes before an interface is up and goes after it is down.
  private void guardPods() {
    try (PacketGuard guard = PacketGuard.open()) {
      Set<String> guarded = guard.guarded();
      network.links().stream()
          .filter(link -> link.up() && HostInterfaceName.isOne(link.name()))
          .map(Link::name)
          .filter(name -> !guarded.contains(name))
          .forEach(name -> guardPod(guard, name));
    }
  }

  private void guardPod(PacketGuard guard, String device) {
    try {
      guard.guard(device);
    } catch (NetlinkException e) {
      if (isUp(device)) {
        throw e;
      }
    }
    if (isUp(device)) {
      LOG.atInfo().addKeyValue("device", device).log("kernel no longer hears the interface");
    } else {
      guard.unguard(device);
    }
  }

  private boolean isUp(String device) {
    return network.link(device).filter(Link::up).isPresent();
  }

  /// Lets the kernel hear an interface again.
  public void unguard(String device) {
    try (PacketGuard guard = PacketGuard.open()) {
      guard.unguard(device);
    }
  }

  /// Has the kernel compute the checksums of what it sends through an interface. A device that is
  /// made anew under its old name has another index, and is asked again.
  public void disableOffload(String device, HostState state) {
    state
        .link(device)
        .map(link -> device + "#" + link.index())
        .filter(key -> !offloadsOff.contains(key))
        .ifPresent(key -> {
          network.disableTransmitChecksumOffload(device);
          offloadsOff.add(key);
          LOG.atInfo().addKeyValue("device", device).log("transmit checksum offload off");
        });
  }

  /// Takes away rules, routes and the guard of the underlay interface. What stands on the bridge's
  /// own interfaces goes with them.
  ///
  /// @param underlay the interface that was guarded, if one was
  public void remove(Optional<String> underlay) {
    nftables.remove();
    HostState state = state();
    network.apply(
        Stream.<NetlinkChange>concat(
                state.rules().stream()
                    .filter(rule -> rule.protocol() == HostRoutes.PROTOCOL)
                    .map(NetlinkChange.DeleteRule::new),
                state.routes().stream()
                    .filter(route -> route.protocol() == HostRoutes.PROTOCOL)
                    .map(NetlinkChange.DeleteRoute::new))
            .toList());
    underlay.ifPresent(this::unguard);
  }

  @Override
  public void close() {
    network.close();
  }
}
