package io.weft.cni.wiring;

import java.util.Collection;
import java.util.List;

/// Makes and removes Pod interfaces: the seam to the operating system.
///
/// Every method blocks for milliseconds and may be called by several threads at once, though not
/// twice at once for one host interface. Everything a method needs is in its arguments; an
/// implementation remembers nothing between calls.
public interface PodWiring {

  /// Makes the interface, ready for traffic at both ends; whatever an earlier, broken call left
  /// under the same host interface name is replaced.
  ///
  /// @throws WiringException if it cannot be made; nothing is left behind
  void attach(PodLink link);

  /// Tells the neighbourhood of the Pod's addresses: gratuitous ARP (RFC 5227 §3) and unsolicited
  /// neighbour advertisements (RFC 4861 §7.2.6). To be called when the bridge forwards.
  ///
  /// @throws WiringException if the namespace or the interface is gone
  void announce(PodLink link);

  /// What is missing or different from the interface as it should be, one sentence each; empty if
  /// nothing is.
  ///
  /// @throws WiringException if the namespace cannot be looked into
  List<String> differences(PodLink link);

  /// Removes interfaces, both ends of each; needs no namespace, and what is not there is removed.
  /// Many together cost little more than one.
  ///
  /// @throws WiringException if something is left; of which interface is not said
  void detach(Collection<String> hostInterfaces);

  /// The names of all host ends of Pod interfaces that exist on this node, recorded or not.
  List<String> hostInterfaces();
}
