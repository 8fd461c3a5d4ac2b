/// What the compiler of flow programs needs, without a switch: for a large cluster, and for one event.
///
/// Shell, for it starts processes and reads clocks; what it measures is pure.
@NullMarked
package io.weft.lab.bench.compile;

import org.jspecify.annotations.NullMarked;
