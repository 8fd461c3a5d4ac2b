/// The Kubernetes API as a source: informers over generic resources, of which only what Weft uses is
/// kept.
///
/// Shell, and the only package that knows the Kubernetes client. Objects are taken as plain trees
/// and read by `convert`, so a malformed one cannot stop a watch.
@NullMarked
package io.weft.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
