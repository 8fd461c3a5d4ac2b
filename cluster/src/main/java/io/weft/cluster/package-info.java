/// The Kubernetes objects that Weft reads, as its own immutable values.
///
/// Pure. The module `kubernetes` converts API objects to these values in one place; `policy` and
/// `openflow-pipeline` compute with them. A value holds only what a network needs, defaults applied
/// as the API server documents them, so that past this line nothing is null and nothing is looked
/// up again.
@NullMarked
package io.weft.cluster;

import org.jspecify.annotations.NullMarked;
