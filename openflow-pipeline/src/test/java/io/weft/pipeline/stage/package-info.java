@NullMarked
package io.weft.pipeline.stage;

import org.jspecify.annotations.NullMarked;
