/// The connection to an OVSDB server: it connects again with growing pauses, follows the wanted
/// tables and carries transactions.
///
/// The shell around [io.weft.ovsdb.jsonrpc] and [io.weft.ovsdb.monitor]. One event loop owns a
/// client; its callbacks and completions come on that loop. What a caller must assume after a lost
/// connection is said at [io.weft.ovsdb.client.OvsdbClient].
@NullMarked
package io.weft.ovsdb.client;

import org.jspecify.annotations.NullMarked;
