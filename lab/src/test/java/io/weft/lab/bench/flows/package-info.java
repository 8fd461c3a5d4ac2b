/// Facts about the flows that are loaded.
@NullMarked
package io.weft.lab.bench.flows;

import org.jspecify.annotations.NullMarked;
