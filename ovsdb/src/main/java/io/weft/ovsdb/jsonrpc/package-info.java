/// JSON-RPC 1.0 over a stream, as OVSDB and the control sockets of OVS's daemons speak it
/// (RFC 7047 §4).
///
/// [io.weft.ovsdb.jsonrpc.JsonStream] and [io.weft.ovsdb.jsonrpc.Message] are pure; the
/// [io.weft.ovsdb.jsonrpc.JsonRpcConnection] owns one socket. Knows nothing of databases.
@NullMarked
package io.weft.ovsdb.jsonrpc;

import org.jspecify.annotations.NullMarked;
