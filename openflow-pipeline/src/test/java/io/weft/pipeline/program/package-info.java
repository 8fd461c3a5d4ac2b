@NullMarked
package io.weft.pipeline.program;

import org.jspecify.annotations.NullMarked;
