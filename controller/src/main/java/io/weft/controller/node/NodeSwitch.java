package io.weft.controller.node;

import io.weft.ovsdb.control.SwitchVersion;

/// The node's bridge as it came about.
///
/// @param datapath which one forwards, and why
/// @param version which Open vSwitch runs
/// @param underlay the interface to the other nodes
/// @param mtu of Pods and gateway, in bytes
/// @param gateway the gateway's OpenFlow number
/// @param tunnel the tunnel's OpenFlow number
public record NodeSwitch(
    DatapathChoice datapath,
    SwitchVersion version,
    Underlay underlay,
    int mtu,
    int gateway,
    int tunnel) {

  /// Whether conntrack may be asked to translate a connection to itself.
  ///
  /// In user space that became safe with 3.3. Before, a translated connection had a second entry,
  /// which did not expire; to itself, both are found under one hash, and where only the second one is
  /// left ovs-vswitchd ends with a failed assertion (`conn_type == CT_CONN_TYPE_DEFAULT`).
  boolean selfTranslation() {
    return !datapath.userspace() || version.isAtLeast(3, 3);
  }
}
