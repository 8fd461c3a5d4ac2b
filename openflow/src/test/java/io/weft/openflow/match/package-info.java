/// Tests of the values of `io.weft.openflow.match`.
@NullMarked
package io.weft.openflow.match;

import org.jspecify.annotations.NullMarked;
