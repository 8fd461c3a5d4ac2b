/// The compiler: from facts, Pods and cluster objects to the node's flow program, in full or change
/// by change.
///
/// Pure. The controller owns one compiler and sends what it answers; `stage` knows the flows,
/// `ownership` joins them.
@NullMarked
package io.weft.pipeline.compile;

import org.jspecify.annotations.NullMarked;
