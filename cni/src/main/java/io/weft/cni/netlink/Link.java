package io.weft.cni.netlink;

import io.weft.net.MacAddress;

/// A network interface as the kernel has it (ip-link(8)).
///
/// @param index unique in its namespace for as long as the namespace lives
/// @param name the current name
/// @param kind such as `veth`, `dummy`, `openvswitch`; empty for hardware and loopback
/// @param mac the Ethernet address; all zero where the interface has none
/// @param mtu octets
/// @param up whether it is administratively up
/// @param running whether it can carry packets (operationally up, or of unknown state while up)
public record Link(
    int index, String name, String kind, MacAddress mac, int mtu, boolean up, boolean running) {}
