/// Pod wiring on Linux: a pair of virtual Ethernet interfaces, one end in the Pod.
///
/// [LinuxPodWiring] does by netlink and a few sysctls what `ip`, `sysctl`, `ethtool` and `nft`
/// would do, without starting a process; the frames it announces Pods with are made by pure
/// functions. Stands on `io.weft.cni.netlink` and `io.weft.cni.linux`.
@NullMarked
package io.weft.cni.wiring.linux;

import org.jspecify.annotations.NullMarked;
