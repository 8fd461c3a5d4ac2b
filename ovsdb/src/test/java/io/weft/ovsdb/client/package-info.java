/// Tests of this package.
@NullMarked
package io.weft.ovsdb.client;

import org.jspecify.annotations.NullMarked;
