/// A whole cluster without a switch: every node's compiled flows, and what lies between them.
///
/// Pure. `compile` makes each node's flows, `trace` runs packets through them, and this package
/// carries packets from one to the next: tunnels, the nodes' own network stacks with their
/// masquerade, and hosts outside. Cases and dry runs ask it who reaches whom.
@NullMarked
package io.weft.pipeline.model;

import org.jspecify.annotations.NullMarked;
