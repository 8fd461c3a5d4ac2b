@NullMarked
package io.weft.pipeline.compile;

import org.jspecify.annotations.NullMarked;
