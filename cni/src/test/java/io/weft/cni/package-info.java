@NullMarked
package io.weft.cni;

import org.jspecify.annotations.NullMarked;
