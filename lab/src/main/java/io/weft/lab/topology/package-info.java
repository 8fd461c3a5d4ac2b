/// What a lab consists of, as values: nodes, hosts outside the cluster, the tunnel.
///
/// No input or output here. `node` builds what these describe.
@NullMarked
package io.weft.lab.topology;

import org.jspecify.annotations.NullMarked;
