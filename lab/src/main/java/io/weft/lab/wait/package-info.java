/// Waiting for a condition, with a limit and a reason.
@NullMarked
package io.weft.lab.wait;

import org.jspecify.annotations.NullMarked;
