/// Where the traffic of a Service may go from this node.
///
/// Pure: from a Service and its EndpointSlices to the endpoints of each kind of traffic, by the rules
/// that kube-proxy follows. How that becomes flows and groups is the stages' affair
/// (`io.weft.pipeline.stage`).
@NullMarked
package io.weft.pipeline.service;

import org.jspecify.annotations.NullMarked;
