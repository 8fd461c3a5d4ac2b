@NullMarked
package io.weft.kubernetes;

import org.jspecify.annotations.NullMarked;
