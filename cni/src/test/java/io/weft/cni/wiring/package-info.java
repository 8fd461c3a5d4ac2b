@NullMarked
package io.weft.cni.wiring;

import org.jspecify.annotations.NullMarked;
