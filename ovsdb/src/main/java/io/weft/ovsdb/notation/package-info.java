/// The notation of RFC 7047 §5.1 as values: atoms, sets, maps, rows, conditions and mutations.
///
/// Pure values; the two classes [io.weft.ovsdb.notation.NotationReader] and
/// [io.weft.ovsdb.notation.NotationWriter] are the only place where they meet JSON. Everything else
/// in this module speaks in these types.
@NullMarked
package io.weft.ovsdb.notation;

import org.jspecify.annotations.NullMarked;
