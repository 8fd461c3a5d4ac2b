/// The reach matrix of a lab: who reaches whom, by protocol and family, and whether the server saw
/// the address it must see.
///
/// `Reach` asks, [io.weft.lab.reach.Matrix] is the result as a value. Shell, not pure.
@NullMarked
package io.weft.lab.reach;

import org.jspecify.annotations.NullMarked;
