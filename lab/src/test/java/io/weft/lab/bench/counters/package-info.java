/// Facts about the switch's counters.
@NullMarked
package io.weft.lab.bench.counters;

import org.jspecify.annotations.NullMarked;
