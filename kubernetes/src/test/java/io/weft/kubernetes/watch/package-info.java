@NullMarked
package io.weft.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
