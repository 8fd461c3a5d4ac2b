package io.weft.pipeline.model;

import io.weft.pipeline.trace.Trace;

/// One passage through a node's bridge.
///
/// @param node which node
/// @param trace what its flows did
public record Hop(String node, Trace trace) {}
