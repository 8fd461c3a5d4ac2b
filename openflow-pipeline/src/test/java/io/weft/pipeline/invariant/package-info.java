@NullMarked
package io.weft.pipeline.invariant;

import org.jspecify.annotations.NullMarked;
