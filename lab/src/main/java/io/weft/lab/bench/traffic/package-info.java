/// What forwarding costs: datapath passes, upcalls and megaflows as counts, and the switch's processor
/// time beside other ways through the same switch.
///
/// A [Lane] is a way for traffic: from a namespace to an address and port behind which a
/// [io.weft.lab.bench.load.LoadServer] listens; [Cost] is what one measurement on a lane took.
/// [TrafficLab] is a node with the lanes that several benchmarks share; [NormalBridge] makes the lane
/// of a plain learning switch.
///
/// Shell, not pure; [io.weft.lab.bench] is the frame.
@NullMarked
package io.weft.lab.bench.traffic;

import org.jspecify.annotations.NullMarked;
