/// The operations of a transaction and what the server answers (RFC 7047 §5.2, §4.1.3).
///
/// Pure values. A refusal by the server is a value here, too ([io.weft.ovsdb.operations.Outcome]),
/// not an exception: it is data for whoever asked.
@NullMarked
package io.weft.ovsdb.operations;

import org.jspecify.annotations.NullMarked;
