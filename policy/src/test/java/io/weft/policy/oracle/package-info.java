@NullMarked
package io.weft.policy.oracle;

import org.jspecify.annotations.NullMarked;
