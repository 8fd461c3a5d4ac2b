@NullMarked
package io.weft.cni.wiring.linux;

import org.jspecify.annotations.NullMarked;
