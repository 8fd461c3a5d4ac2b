/// Where the cluster's state comes from: the Kubernetes API, or a directory of manifests.
///
/// Shell. Objects are read in exactly one place, the package `convert`, and leave this module as
/// values of `io.weft.cluster`; nothing of the Kubernetes client or of its JSON passes this line.
/// Both sources deliver to a [io.weft.kubernetes.ClusterSource.Listener] on a thread of their own;
/// the controller hops to its event loop.
@NullMarked
package io.weft.kubernetes;

import org.jspecify.annotations.NullMarked;
