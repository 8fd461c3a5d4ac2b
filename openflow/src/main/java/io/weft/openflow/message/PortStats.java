package io.weft.openflow.message;

import io.weft.net.Bytes;
import io.weft.openflow.match.OfPort;
import java.time.Duration;

/// Counters of one port; -1 where the port does not count.
///
/// @param port its ofport
/// @param age since it was added
/// @param properties what else the bridge says (Ethernet counters, the device's own), whole
public record PortStats(
    OfPort port,
    Duration age,
    long rxPackets,
    long txPackets,
    long rxBytes,
    long txBytes,
    long rxDropped,
    long txDropped,
    long rxErrors,
    long txErrors,
    Bytes properties) {}
