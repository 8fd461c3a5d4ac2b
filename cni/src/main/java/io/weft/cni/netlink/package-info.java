/// Links, addresses, routes, neighbours and packet guards of the Linux kernel, as values and by
/// netlink.
///
/// The values ([Link], [InterfaceAddress], [Route], [Neighbour], [NetlinkChange]) name interfaces
/// by name; [Rtnetlink] reads and changes them in the network namespace it was opened in
/// (rtnetlink(7)), [PacketGuard] does the same for the nftables chains that keep packets from the
/// kernel's own stack. Used for Pod interfaces and by the agent for the node's own. Nothing here
/// starts a process.
@NullMarked
package io.weft.cni.netlink;

import org.jspecify.annotations.NullMarked;
