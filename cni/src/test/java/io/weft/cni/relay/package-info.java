@NullMarked
package io.weft.cni.relay;

import org.jspecify.annotations.NullMarked;
