@NullMarked
package io.weft.cni.spec;

import org.jspecify.annotations.NullMarked;
