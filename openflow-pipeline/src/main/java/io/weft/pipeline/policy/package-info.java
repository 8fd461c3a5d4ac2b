/// NetworkPolicies as numbers: policy sets, rules, label sets and identities.
///
/// `PolicyIndex` is told of objects and attachments one by one and says what has to be written anew;
/// every answer depends on what holds now, never on the order in which it was said. No flow is known
/// here: `stage` writes them from these values, `compile` joins the two. Pure.
@NullMarked
package io.weft.pipeline.policy;

import org.jspecify.annotations.NullMarked;
