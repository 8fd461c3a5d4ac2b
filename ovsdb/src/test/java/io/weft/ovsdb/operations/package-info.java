/// Tests of this package.
@NullMarked
package io.weft.ovsdb.operations;

import org.jspecify.annotations.NullMarked;
