/// What happened to a packet, in words: tables, owners, marks and the verdict by name.
///
/// Pure. Takes traces from `trace` and names from the compiler that made the flows
/// ([io.weft.pipeline.explain.Explainer]); how the result is printed is its reader's.
@NullMarked
package io.weft.pipeline.explain;

import org.jspecify.annotations.NullMarked;
