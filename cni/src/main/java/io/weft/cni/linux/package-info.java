/// The few system calls that the JDK lacks, by the foreign function API.
///
/// Not pure: this is the one place with native calls, and the only one that changes a thread's
/// network namespace. A thread that does so is always new, a platform thread, and ends right after
/// (setns(2) is per thread; a virtual thread's carrier, or a thread started while inside, would
/// stay in the wrong namespace unseen). `io.weft.cni.netlink` and `io.weft.cni.wiring.linux` stand
/// on it. Needs `--enable-native-access` for this module or for all unnamed ones.
@NullMarked
package io.weft.cni.linux;

import org.jspecify.annotations.NullMarked;
