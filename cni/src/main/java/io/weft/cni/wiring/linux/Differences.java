package io.weft.cni.wiring.linux;

import io.weft.cni.netlink.InterfaceAddress;
import io.weft.cni.netlink.Link;
import io.weft.cni.netlink.Route;
import io.weft.cni.netlink.Rtnetlink;
import io.weft.cni.wiring.PodLink;
import io.weft.net.IpAddress;
import io.weft.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a Pod's interface differs from what it should be.
final class Differences {
  private Differences() {}

  static List<String> onHost(Optional<Link> found, PodLink wanted) {
    String name = wanted.hostInterface();
    if (found.isEmpty()) {
      return List.of("host interface %s is missing".formatted(name));
    }
    List<String> differences = new ArrayList<>();
    compareLink(name + " on the host", found.get(), wanted, differences);
    return differences;
  }

  private static void compareLink(
      String name, Link link, PodLink wanted, List<String> differences) {
    if (!link.up()) {
      differences.add("interface %s is down".formatted(name));
    }
    if (link.mtu() != wanted.node().mtu()) {
      differences.add(
          "interface %s has MTU %d, not %d".formatted(name, link.mtu(), wanted.node().mtu()));
    }
  }

  static List<String> inPod(Rtnetlink pod, PodLink wanted) {
    String name = wanted.podInterface();
    Optional<Link> link = pod.link(name);
    if (link.isEmpty()) {
      return List.of("interface %s is missing in the Pod".formatted(name));
    }
    List<String> differences = new ArrayList<>();
    compareLink(name + " in the Pod", link.get(), wanted, differences);
    if (!link.get().mac().equals(wanted.podMac())) {
      differences.add(
          "interface %s in the Pod has MAC address %s, not %s"
              .formatted(name, link.get().mac(), wanted.podMac()));
    }
    List<InterfaceAddress> addresses = pod.addresses();
    for (IpAddress address : wanted.addresses()) {
      if (!addresses.contains(InterfaceAddress.host(name, address))) {
        differences.add("interface %s in the Pod lacks address %s".formatted(name, address));
      }
    }
    List<Route> routes = pod.routes();
    for (IpAddress gateway : wanted.gateways()) {
      if (routes.stream().noneMatch(r -> isDefault(r, gateway, name))) {
        differences.add("the Pod lacks its default route by way of " + gateway);
      }
    }
    return differences;
  }

  private static boolean isDefault(Route route, IpAddress gateway, String device) {
    return route.destination().equals(new IpPrefix(gateway, 0))
        && route.gateway().equals(Optional.of(gateway))
        && route.device().equals(device);
  }
}
