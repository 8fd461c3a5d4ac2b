@NullMarked
package io.weft.kubernetes.convert;

import org.jspecify.annotations.NullMarked;
