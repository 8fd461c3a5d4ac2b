/// What policies do on this node, for those who ask.
///
/// [io.weft.controller.policies.PoliciesInForce] knows since when each policy is in force on each
/// Pod; [io.weft.controller.policies.PolicyReport] puts that together with faults and counters. What
/// policies mean is the compiler's business (`io.weft.pipeline.policy`).
@NullMarked
package io.weft.controller.policies;

import org.jspecify.annotations.NullMarked;
