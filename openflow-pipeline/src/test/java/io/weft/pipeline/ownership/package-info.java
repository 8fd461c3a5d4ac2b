@NullMarked
package io.weft.pipeline.ownership;

import org.jspecify.annotations.NullMarked;
