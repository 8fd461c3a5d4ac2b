/// Tests of the package of the same name.
@NullMarked
package io.weft.openflow.client;

import org.jspecify.annotations.NullMarked;
