@NullMarked
package io.weft.cluster;

import org.jspecify.annotations.NullMarked;
