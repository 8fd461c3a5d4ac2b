/// The node's bridge: which datapath, which ports, which MTU, and how the underlay interface gets
/// into the userspace datapath.
///
/// [DatapathChoice], [TunnelMtu], [BridgeLayout] and [NodePlan] compute (pure); [SwitchSetup]
/// carries the plan out by OVSDB transactions and waits until the switch has done it. Flows are the
/// business of `flows`, the host's addresses and routes that of `host`.
@NullMarked
package io.weft.controller.node;

import org.jspecify.annotations.NullMarked;
