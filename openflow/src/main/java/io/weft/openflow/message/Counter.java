package io.weft.openflow.message;

/// Packets and their bytes.
public record Counter(long packets, long bytes) {}
