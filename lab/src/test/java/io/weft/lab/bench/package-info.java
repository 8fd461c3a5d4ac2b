/// What the benchmarks' table says.
@NullMarked
package io.weft.lab.bench;

import org.jspecify.annotations.NullMarked;
