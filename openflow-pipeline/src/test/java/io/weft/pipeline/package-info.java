@NullMarked
package io.weft.pipeline;

import org.jspecify.annotations.NullMarked;
