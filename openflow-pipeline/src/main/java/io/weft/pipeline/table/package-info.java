/// The map of the pipeline, declared once: tables, register bits, priorities, cookies, reserved
/// addresses, conntrack zones.
///
/// Pure constants. The stages write flows with them, the book's chapter and `weft flows` are made
/// from them, and the host side takes the addresses and zones that both must agree on.
@NullMarked
package io.weft.pipeline.table;

import org.jspecify.annotations.NullMarked;
