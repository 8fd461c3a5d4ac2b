package io.weft.pipeline.model;

import io.weft.pipeline.trace.Packet;
import java.util.List;
import java.util.Optional;

/// What became of one packet.
///
/// @param receiver who got it; empty if nobody did
/// @param packet as it was received, or as it was when it was lost
/// @param reason why it was lost, in words; empty if it was received
/// @param path the bridges that it passed
record Delivery(Optional<Endpoint> receiver, Packet packet, String reason, List<Hop> path) {}
