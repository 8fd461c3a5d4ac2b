/// Monitors and the local replica that they feed (RFC 7047 §4.1.5, §4.1.6; ovsdb-server(7) for
/// `monitor_cond` and `monitor_cond_since`).
///
/// Knows no connection: JSON goes in, snapshots and changes come out. A
/// [io.weft.ovsdb.monitor.Snapshot] is always the state between two transactions of the server,
/// never inside one.
@NullMarked
package io.weft.ovsdb.monitor;

import org.jspecify.annotations.NullMarked;
