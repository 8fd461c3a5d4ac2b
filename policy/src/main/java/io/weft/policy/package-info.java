/// What policies mean: from NetworkPolicy values to rules over selectors, blocks and ports.
///
/// Pure. [io.weft.policy.Policy] is a policy in normal form; [io.weft.policy.PolicyIndex] says which
/// policies select a Pod ([io.weft.policy.PolicySet]); [io.weft.policy.PeerIndex] says what the
/// peers of rules can tell apart about a Pod ([io.weft.policy.Identity]). `openflow-pipeline` makes
/// flows of these three; `oracle` answers the same questions by other means, for tests and dry runs.
@NullMarked
package io.weft.policy;

import org.jspecify.annotations.NullMarked;
