/// Answers "what would happen to this packet?" for a running node.
///
/// [io.weft.controller.trace.TraceRequest] is the question as people put it,
/// [io.weft.controller.trace.Departures] finds the packet that it means, and
/// [io.weft.controller.trace.Tracer] runs it through the compiled flows, or through those that the
/// bridge really has, with `io.weft.pipeline.trace` and `io.weft.pipeline.explain`.
@NullMarked
package io.weft.controller.trace;

import org.jspecify.annotations.NullMarked;
