/// Tests of this package.
@NullMarked
package io.weft.ovsdb.openvswitch;

import org.jspecify.annotations.NullMarked;
