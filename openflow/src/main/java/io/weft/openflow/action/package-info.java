/// What a flow does with a packet: actions and, listed with them, instructions.
///
/// Pure values on top of `io.weft.openflow.match`; flows and groups hold lists of them.
@NullMarked
package io.weft.openflow.action;

import org.jspecify.annotations.NullMarked;
