@NullMarked
package io.weft.pipeline.identity;

import org.jspecify.annotations.NullMarked;
