@NullMarked
package io.weft.pipeline.golden;

import org.jspecify.annotations.NullMarked;
