@NullMarked
package io.weft.cni.address;

import org.jspecify.annotations.NullMarked;
