/// The part of a database schema that a reader of monitors needs: tables, columns and their types
/// (RFC 7047 §3.2).
///
/// Pure. Updates from the server are checked against it, so that what stands in a snapshot has the
/// types that it promises.
@NullMarked
package io.weft.ovsdb.schema;

import org.jspecify.annotations.NullMarked;
