/// A load generator: short connections and bulk TCP, from any network namespace to any address.
///
/// [io.weft.lab.bench.load.LoadServer] listens in a Pod's or node's namespace;
/// [io.weft.lab.bench.load.Connections] opens connections one after another or some at a time and
/// takes the times; [io.weft.lab.bench.load.Bulk] sends as much as goes through. Blocking sockets on
/// threads of their own, without any work per byte, so that the switch is what is loaded.
///
/// Shell, not pure.
@NullMarked
package io.weft.lab.bench.load;

import org.jspecify.annotations.NullMarked;
