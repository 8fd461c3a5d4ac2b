/// Named network namespaces: made, entered and removed.
///
/// Shell, not pure. Nodes, Pods and the underlay are built of these; `traffic` opens its sockets
/// inside them. Names live in `/run/netns`, as ip-netns(8) has it.
@NullMarked
package io.weft.lab.netns;

import org.jspecify.annotations.NullMarked;
