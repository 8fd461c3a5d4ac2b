/// Tests of reading objects and writing the state directory.
@NullMarked
package io.weft.lab.state;

import org.jspecify.annotations.NullMarked;
