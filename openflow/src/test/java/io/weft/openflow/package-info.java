/// Tests of the OpenFlow values.
@NullMarked
package io.weft.openflow;

import org.jspecify.annotations.NullMarked;
