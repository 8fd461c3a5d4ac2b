@NullMarked
package io.weft.policy;

import org.jspecify.annotations.NullMarked;
