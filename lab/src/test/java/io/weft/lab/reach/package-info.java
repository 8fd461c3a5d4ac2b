/// Tests of how a matrix is shown.
@NullMarked
package io.weft.lab.reach;

import org.jspecify.annotations.NullMarked;
