/// Flows, groups and meters as values, and the changes that are made to them.
///
/// Pure. The pipeline compiles to these values and compares them; `io.weft.openflow.text` reads
/// and writes them as `ovs-ofctl` does, `io.weft.openflow.wire` as bytes, and the client sends
/// [changes][io.weft.openflow.Change] to a bridge.
@NullMarked
package io.weft.openflow;

import org.jspecify.annotations.NullMarked;
