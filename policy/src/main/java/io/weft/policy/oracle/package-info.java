/// The verdict oracle: says whether a connection is allowed, straight from the objects.
///
/// Pure. It exists to be independent: written from the API's documentation, it shares no code with
/// the way from policies to flows (not even the matching of selectors), so that the two can be held
/// against each other. It walks every policy for every question; tests, dry runs and explanations
/// use it, the agent's hot path does not.
@NullMarked
package io.weft.policy.oracle;

import org.jspecify.annotations.NullMarked;
