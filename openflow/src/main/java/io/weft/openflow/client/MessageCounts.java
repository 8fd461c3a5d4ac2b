package io.weft.openflow.client;

/// Messages since the connection object was made, over all its sockets; they only grow.
///
/// @param flowMods flow modifications sent, in bundles and outside
/// @param groupMods group modifications sent, in bundles and outside
/// @param meterMods meter modifications sent
/// @param packetOuts packet-outs sent
/// @param ctFlushes conntrack flushes sent
/// @param bundles bundles opened
/// @param sent messages sent, of every kind; one inside a bundle counts once
/// @param received messages received, of every kind
/// @param packetIns packet-ins received
/// @param errors errors received
public record MessageCounts(
    long flowMods,
    long groupMods,
    long meterMods,
    long packetOuts,
    long ctFlushes,
    long bundles,
    long sent,
    long received,
    long packetIns,
    long errors) {}
