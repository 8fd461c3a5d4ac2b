/// OpenFlow 1.5 and the Nicira extensions as bytes: static functions from values to frames and back.
///
/// Every codec writes its structure in wire order, one line per field, so that it can be read beside
/// the specification. What this package does not know (actions, fields, properties, messages)
/// survives as opaque bytes and is written again as it was. It translates the values of
/// `io.weft.openflow` and `io.weft.openflow.message`; sockets are the business of
/// `io.weft.openflow.client`. Pure.
@NullMarked
package io.weft.openflow.wire;

import org.jspecify.annotations.NullMarked;
