/// Whole flow tables as values, and the difference between two of them.
///
/// Pure. The compiler makes a program, the controller reads the switch's into the same type, and
/// the difference is what is sent.
@NullMarked
package io.weft.pipeline.program;

import org.jspecify.annotations.NullMarked;
