/// The command `weft bench` over the [Suite] of all benchmarks.
///
/// Shell, not pure. The only package that knows every benchmark; none of them knows it.
@NullMarked
package io.weft.lab.bench.command;

import org.jspecify.annotations.NullMarked;
