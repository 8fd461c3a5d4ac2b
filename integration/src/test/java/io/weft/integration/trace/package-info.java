/// The evaluator held against `ofproto/trace` of a real Open vSwitch.
@NullMarked
package io.weft.integration.trace;

import org.jspecify.annotations.NullMarked;
