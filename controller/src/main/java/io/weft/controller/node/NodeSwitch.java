package io.weft.controller.node;

/// The node's bridge as it came about.
///
/// @param datapath which one forwards, and why
/// @param underlay the interface to the other nodes
/// @param mtu of Pods and gateway, in bytes
/// @param gateway the gateway's OpenFlow number
/// @param tunnel the tunnel's OpenFlow number
public record NodeSwitch(
    DatapathChoice datapath, Underlay underlay, int mtu, int gateway, int tunnel) {}
