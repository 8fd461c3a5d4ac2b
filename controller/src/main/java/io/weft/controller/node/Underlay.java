package io.weft.controller.node;

import io.weft.cni.netlink.InterfaceAddress;
import io.weft.cni.netlink.Link;
import io.weft.controller.host.HostState;
import io.weft.net.IpAddress;
import io.weft.ovsdb.openvswitch.Bridge;
import java.util.Optional;

/// The interface by which this node reaches the others.
///
/// @param device its name: the physical one, also where a bridge has taken over its addresses
/// @param local the address that tunnels come from
/// @param mtu in bytes
public record Underlay(String device, IpAddress local, int mtu) {

  /// No interface can be told to be the underlay. The message names the remedy.
  public static final class NotFoundException extends RuntimeException {
    NotFoundException(String message) {
      super(message);
    }
  }

  /// Finds it.
  ///
  /// @param configured the name in the configuration, may be empty
  /// @param local the node's InternalIP
  /// @param state the host's network
  /// @param takenOver the bridge that has taken over an underlay before, if there is one
  /// @throws NotFoundException if there is none
  public static Underlay find(
      String configured, IpAddress local, HostState state, Optional<Bridge> takenOver) {
    Optional<String> recorded = takenOver.flatMap(UnderlayRecord::deviceOf);
    String device = configured.isEmpty() ? holder(local, state, takenOver, recorded) : configured;
    Link link =
        state
            .link(device)
            .orElseThrow(() ->
                new NotFoundException(
                    "there is no interface %s; set underlayInterface to the one that leads to"
                            .formatted(device)
                        + " the other nodes"));
    return new Underlay(device, local, link.mtu());
  }

  private static String holder(
      IpAddress local, HostState state, Optional<Bridge> takenOver, Optional<String> recorded) {
    Optional<String> holder =
        state.addresses().stream()
            .filter(address -> address.address().equals(local))
            .map(InterfaceAddress::device)
            .findFirst();
    boolean onBridge =
        holder.isEmpty() || takenOver.filter(b -> b.name().equals(holder.get())).isPresent();
    return (onBridge ? recorded : holder)
        .orElseThrow(() ->
            new NotFoundException(
                "no interface has %s, the InternalIP of this node; set underlayInterface, or"
                        .formatted(local)
                    + " correct the Node object"));
  }
}
