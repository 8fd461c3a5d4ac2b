/// The case corpus against the verdict oracle: what the cases demand is what the oracle says.
@NullMarked
package io.weft.integration.oracle;

import org.jspecify.annotations.NullMarked;
