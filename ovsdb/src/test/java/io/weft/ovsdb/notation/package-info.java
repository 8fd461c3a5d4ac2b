/// Tests of this package.
@NullMarked
package io.weft.ovsdb.notation;

import org.jspecify.annotations.NullMarked;
