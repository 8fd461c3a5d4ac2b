/// Tests of the values of `io.weft.openflow.action`.
@NullMarked
package io.weft.openflow.action;

import org.jspecify.annotations.NullMarked;
