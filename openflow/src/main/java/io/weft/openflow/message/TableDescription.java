package io.weft.openflow.message;

import io.weft.net.Bytes;

/// How one table is set up (OpenFlow 1.5.1 §7.3.5.15).
///
/// @param table its number, 0 to 254
/// @param config a bitmap of `OFPTC_*`
/// @param properties what else the bridge says, whole
public record TableDescription(int table, int config, Bytes properties) {}
