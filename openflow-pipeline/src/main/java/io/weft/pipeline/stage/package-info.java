/// The stages of the pipeline: from facts and objects to flows, one class a subject.
///
/// Pure functions that write into a contribution. Each class says which tables are its own. What is
/// there with no object at all is written once for the node; Pods and other nodes bring flows of
/// their own.
@NullMarked
package io.weft.pipeline.stage;

import org.jspecify.annotations.NullMarked;
