/// Tests of this package.
@NullMarked
package io.weft.ovsdb.jsonrpc;

import org.jspecify.annotations.NullMarked;
