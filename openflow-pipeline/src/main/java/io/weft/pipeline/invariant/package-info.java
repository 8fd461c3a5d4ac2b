/// What must hold for every program, whatever it was compiled from.
///
/// Pure. Tests run these checks over every program that they see, and `weft` over a running bridge.
@NullMarked
package io.weft.pipeline.invariant;

import org.jspecify.annotations.NullMarked;
