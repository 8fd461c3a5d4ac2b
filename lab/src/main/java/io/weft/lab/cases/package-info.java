/// Case files: what must connect in a described cluster, and whether it does.
///
/// `CaseReader` makes values of a file; `CaseRunner` takes the steps one by one and compares what a
/// `CaseEngine` observed with what the case expects. `RealEngine` observes in a lab. Pure but for
/// the reader and the real engine.
@NullMarked
package io.weft.lab.cases;

import org.jspecify.annotations.NullMarked;
