package io.weft.openflow.message;

/// Counters of one table.
///
/// @param table its number, 0 to 254
/// @param active flows in it
/// @param lookups packets looked up in it
/// @param matches packets that hit one of its flows
public record TableCounters(int table, int active, long lookups, long matches) {}
