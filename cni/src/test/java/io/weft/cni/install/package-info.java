@NullMarked
package io.weft.cni.install;

import org.jspecify.annotations.NullMarked;
