/// Small servers and probes inside network namespaces, without a process per Pod.
///
/// Shell, not pure. Sockets are opened inside a namespace by a short-lived thread
/// ([io.weft.lab.netns.NetworkNamespace#call]) and then served by one selector loop, so hundreds of
/// servers and probes cost one thread each way.
@NullMarked
package io.weft.lab.traffic;

import org.jspecify.annotations.NullMarked;
