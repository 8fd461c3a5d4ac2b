/// The cluster's objects on the agent's event loop.
///
/// [ClusterFeed] brings a source's deliveries from its threads to the loop; [ClusterObjects] is the
/// state that they add up to; [Revisions] says which revision of it is in force.
@NullMarked
package io.weft.controller.cluster;

import org.jspecify.annotations.NullMarked;
