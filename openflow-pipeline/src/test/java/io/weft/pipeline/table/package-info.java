@NullMarked
package io.weft.pipeline.table;

import org.jspecify.annotations.NullMarked;
