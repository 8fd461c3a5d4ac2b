/// Kubernetes objects as the lab carries them: JSON trees with a few questions to ask, read from
/// files and written to the state directory that the agents watch.
///
/// Shell, not pure. The lab does not interpret objects (the agent does); it needs names, and of a
/// Pod and a Node the few fields that decide what to build.
@NullMarked
package io.weft.lab.state;

import org.jspecify.annotations.NullMarked;
