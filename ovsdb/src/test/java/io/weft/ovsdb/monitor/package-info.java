/// Tests of this package.
@NullMarked
package io.weft.ovsdb.monitor;

import org.jspecify.annotations.NullMarked;
