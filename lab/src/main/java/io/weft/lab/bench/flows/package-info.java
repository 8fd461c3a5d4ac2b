/// What it costs to put flows into a switch: many at once, and one beside many.
///
/// [MixedCluster] compiles the flows, as a node of a large cluster has them; [BareSwitch] is an Open
/// vSwitch that has bridges and nothing else. Shell, not pure; [io.weft.lab.bench] is the frame.
@NullMarked
package io.weft.lab.bench.flows;

import org.jspecify.annotations.NullMarked;
