/// What policies mean: from NetworkPolicy values to rules over selectors, blocks and ports.
///
/// Pure. [io.weft.policy.Policy] is a policy in normal form, [io.weft.policy.LabelSet] all that can be
/// asked of a Pod, and [io.weft.policy.SelectorIndex] finds what selects it. `openflow-pipeline` makes
/// flows of these; `oracle` answers the same questions by other means, for tests and dry runs.
@NullMarked
package io.weft.policy;

import org.jspecify.annotations.NullMarked;
