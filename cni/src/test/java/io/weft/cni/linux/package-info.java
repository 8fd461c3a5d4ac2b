@NullMarked
package io.weft.cni.linux;

import org.jspecify.annotations.NullMarked;
