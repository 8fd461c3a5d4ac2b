package io.weft.cni.wiring.linux;

import io.weft.cni.linux.Errno;
import io.weft.cni.linux.KernelSocket;
import io.weft.cni.linux.NetworkNamespace;
import io.weft.cni.linux.Sysctl;
import io.weft.cni.linux.SystemCallException;
import io.weft.cni.netlink.InterfaceAddress;
import io.weft.cni.netlink.Link;
import io.weft.cni.netlink.NetlinkChange;
import io.weft.cni.netlink.NetlinkException;
import io.weft.cni.netlink.PacketGuard;
import io.weft.cni.netlink.Route;
import io.weft.cni.netlink.Rtnetlink;
import io.weft.cni.wiring.HostInterfaceName;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodMac;
import io.weft.cni.wiring.PodWiring;
import io.weft.cni.wiring.WiringException;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;

/// Pod wiring by netlink, for the network namespace the agent itself runs in.
///
/// The Pod's end has its addresses alone (/32, /128), no duplicate address detection and no router
/// advertisements, and default routes through the gateway as if it were on the link: every packet
/// goes to the router that the bridge's flows are. The host's end has no address of any kind; on
/// the userspace datapath it is guarded, before it is up.
public final class LinuxPodWiring implements PodWiring {
  private final SlowClose slowClose = new SlowClose();

  @Override
  public void attach(PodLink link) {
    try (NetworkNamespace namespace = open(link);
        Rtnetlink host = Rtnetlink.open()) {
      makePair(host, namespace, link);
      finish(host, namespace, link);
    } catch (SystemCallException | NetlinkException e) {
      throw failure("make", link, e);
    }
  }

  private static WiringException failure(String what, PodLink link, RuntimeException e) {
    return new WiringException(
        "cannot %s interface %s of %s: %s"
            .formatted(what, link.podInterface(), link.netns(), e.getMessage()),
        e);
  }

  private static NetworkNamespace open(PodLink link) {
    try {
      if (Files.isSameFile(Path.of(link.netns()), Path.of("/proc/self/ns/net"))) {
        throw new WiringException(
            "%s is the node's own network namespace; only Pods with one of their own are attached"
                .formatted(link.netns()));
      }
    } catch (IOException _) {
      // Opening it tells the reason better.
    }
    return NetworkNamespace.open(link.netns());
  }

  private static void makePair(Rtnetlink host, NetworkNamespace namespace, PodLink link) {
    NetlinkChange pair =
        new NetlinkChange.AddVeth(
            link.hostInterface(),
            PodMac.HOST_END,
            link.podInterface(),
            link.podMac(),
            OptionalInt.of(namespace.fd()),
            link.node().mtu());
    NetlinkChange withoutIpv6 =
        new NetlinkChange.SetLink(
            link.hostInterface(), new NetlinkChange.LinkSetting.Ipv6LinkLocal(false));
    try {
      host.apply(pair, withoutIpv6);
    } catch (NetlinkException e) {
      boolean leftover =
          e.errno().equals(Errno.EEXIST) && host.link(link.hostInterface()).isPresent();
      if (!leftover) {
        throw e;
      }
      host.apply(new NetlinkChange.DeleteLink(link.hostInterface()), pair, withoutIpv6);
    }
  }

  private void finish(Rtnetlink host, NetworkNamespace namespace, PodLink link) {
    try {
      if (link.node().userspaceDatapath()) {
        guard(link.hostInterface());
      }
      try (Rtnetlink pod = namespace.call(() -> enter(link))) {
        if (link.node().userspaceDatapath()) {
          pod.disableTransmitChecksumOffload(link.podInterface());
        }
        pod.apply(podChanges(link));
      }
      host.apply(NetlinkChange.up(link.hostInterface()));
    } catch (RuntimeException e) {
      takeBack(link, e);
      throw e;
    }
  }

  private void guard(String device) {
    PacketGuard guards = PacketGuard.open();
    try {
      guards.guard(device);
    } finally {
      slowClose.accept(guards::close);
    }
  }

  private void unguard(Collection<String> devices) {
    PacketGuard.openIfPresent()
        .ifPresent(guards -> {
          try {
            guards.unguard(devices);
          } finally {
            slowClose.accept(guards::close);
          }
        });
  }

  private void takeBack(PodLink link, RuntimeException reason) {
    try {
      detach(List.of(link.hostInterface()));
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  /// What has to be done inside: system calls only.
  private static Rtnetlink enter(PodLink link) {
    boolean ipv6 = link.addresses().stream().anyMatch(IpAddress::isIpv6);
    String settings = "net/ipv6/conf/" + link.podInterface() + "/";
    if (ipv6) {
      Sysctl.ensure("net/ipv6/conf/lo/disable_ipv6", 0);
      Sysctl.ensure(settings + "disable_ipv6", 0);
      Sysctl.write(settings + "accept_dad", 0);
      Sysctl.write(settings + "accept_ra", 0);
      Sysctl.write(settings + "autoconf", 0);
    } else {
      Sysctl.writeIfPresent(settings + "disable_ipv6", 1);
    }
    return Rtnetlink.open();
  }

  private static List<NetlinkChange> podChanges(PodLink link) {
    List<NetlinkChange> changes = new ArrayList<>();
    changes.add(NetlinkChange.up("lo"));
    changes.add(NetlinkChange.up(link.podInterface()));
    for (IpAddress address : link.addresses()) {
      changes.add(
          new NetlinkChange.PutAddress(InterfaceAddress.host(link.podInterface(), address)));
    }
    for (IpAddress gateway : link.gateways()) {
      changes.add(
          new NetlinkChange.PutRoute(
              Route.onlink(new IpPrefix(gateway, 0), gateway, link.podInterface())));
    }
    return changes;
  }

  @Override
  public void announce(PodLink link) {
    try (NetworkNamespace namespace = NetworkNamespace.open(link.netns())) {
      slowClose.accept(namespace.call(() -> announceInside(link))::close);
    } catch (SystemCallException | NetlinkException e) {
      throw failure("announce", link, e);
    }
  }

  private static KernelSocket announceInside(PodLink link) {
    int index;
    try (Rtnetlink pod = Rtnetlink.open()) {
      index =
          pod.index(link.podInterface())
              .orElseThrow(
                  () -> new WiringException("no interface " + link.podInterface() + " in the Pod"));
    }
    KernelSocket socket = KernelSocket.packet(index);
    try {
      link.addresses().forEach(a -> socket.send(Announcement.of(a, link.podMac())));
    } catch (SystemCallException e) {
      socket.close();
      throw e;
    }
    return socket;
  }

  @Override
  public List<String> differences(PodLink link) {
    try (Rtnetlink host = Rtnetlink.open();
        Rtnetlink pod = Rtnetlink.openIn(link.netns())) {
      List<String> differences =
          new ArrayList<>(Differences.onHost(host.link(link.hostInterface()), link));
      differences.addAll(Differences.inPod(pod, link));
      if (link.node().userspaceDatapath() && !isGuarded(link.hostInterface())) {
        differences.add("host interface %s is not guarded".formatted(link.hostInterface()));
      }
      return differences;
    } catch (SystemCallException | NetlinkException e) {
      throw failure("look at", link, e);
    }
  }

  private static boolean isGuarded(String device) {
    try (PacketGuard guards = PacketGuard.open()) {
      return guards.guarded().contains(device);
    }
  }

  @Override
  public void detach(Collection<String> hostInterfaces) {
    for (String name : hostInterfaces) {
      if (!HostInterfaceName.isOne(name)) {
        throw new WiringException(name + " is not the host's end of a Pod interface");
      }
    }
    try (Rtnetlink host = Rtnetlink.open()) {
      // Down first: so the guards can go before the interfaces do, which the kernel finishes in
      // two thirds of the time, and nothing comes in meanwhile.
      host.markForDeletion(hostInterfaces);
      unguard(hostInterfaces);
      host.deleteMarked();
    } catch (SystemCallException | NetlinkException e) {
      throw new WiringException(
          "cannot remove %s: %s".formatted(String.join(", ", hostInterfaces), e.getMessage()), e);
    }
  }

  @Override
  public List<String> hostInterfaces() {
    try (Rtnetlink host = Rtnetlink.open()) {
      return host.links().stream().map(Link::name).filter(HostInterfaceName::isOne).toList();
    }
  }
}
