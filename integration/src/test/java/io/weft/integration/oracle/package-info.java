/// The case corpus without a switch: what the cases demand is what the verdict oracle says, and what
/// the compiled flows do.
@NullMarked
package io.weft.integration.oracle;

import org.jspecify.annotations.NullMarked;
