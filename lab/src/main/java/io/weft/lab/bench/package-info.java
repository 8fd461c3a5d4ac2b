/// `weft bench`: what Weft costs, measured beside something else that does the same on the same
/// machine in the same run.
///
/// Here is the frame. A [Benchmark] answers to names and yields [Row]s; a row has a [Spread] of
/// measured values, where there is one a baseline measured in the same rounds, and a [Target].
/// [Turns] lets contenders measure in turns. Times are reported and never asserted.
///
/// To add a benchmark, write a class in a package by its subject beside this one (`flows`,
/// `traffic`), and list it in `command.Suite`. What it needs to measure with is in two packages:
/// `counters` has what a switch counts (processor time by kind of thread, upcalls, megaflows, passes:
/// take a `SwitchCounts` before and after, and subtract), `load` makes connections and bulk traffic
/// from any namespace to any address, with its servers. A lab of one's own comes from [BenchLab].
///
/// Shell, not pure: it stands on the lab, and the measured programs are the real ones.
@NullMarked
package io.weft.lab.bench;

import org.jspecify.annotations.NullMarked;
