/// Facts about the load generator.
@NullMarked
package io.weft.lab.bench.load;

import org.jspecify.annotations.NullMarked;
