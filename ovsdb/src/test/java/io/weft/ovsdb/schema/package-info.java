/// Tests of this package.
@NullMarked
package io.weft.ovsdb.schema;

import org.jspecify.annotations.NullMarked;
