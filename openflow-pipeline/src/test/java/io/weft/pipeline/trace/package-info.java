@NullMarked
package io.weft.pipeline.trace;

import org.jspecify.annotations.NullMarked;
