/// Facts about traces in words.
@NullMarked
package io.weft.pipeline.explain;

import org.jspecify.annotations.NullMarked;
