/// Builds nodes: the underlay, each node's namespace, its Open vSwitch and its agent.
///
/// Shell, not pure. Takes [io.weft.lab.topology.LabSpec] and leaves processes and namespaces, all
/// of which `Underlay` and `LabNode` remove again.
@NullMarked
package io.weft.lab.node;

import org.jspecify.annotations.NullMarked;
