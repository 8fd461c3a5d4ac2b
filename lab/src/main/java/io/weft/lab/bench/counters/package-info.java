/// What a switch and its process have counted, as values that can be subtracted.
///
/// [io.weft.lab.bench.counters.ProcessorTime] is any process's time on processors, by kind of thread;
/// [io.weft.lab.bench.counters.SwitchCounts] is what the userspace datapath tells over the control
/// socket. Reading them is shell, the values are pure.
@NullMarked
package io.weft.lab.bench.counters;

import org.jspecify.annotations.NullMarked;
