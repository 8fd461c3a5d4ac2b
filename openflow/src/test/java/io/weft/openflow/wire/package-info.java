/// Tests of the package of the same name.
@NullMarked
package io.weft.openflow.wire;

import org.jspecify.annotations.NullMarked;
