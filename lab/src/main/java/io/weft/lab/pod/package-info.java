/// Pods of the lab: a namespace each, wired by a real CNI call, with small servers inside.
///
/// Shell, not pure. Plays the part of kubelet and container runtime: it calls the installed CNI
/// executable as they do, and writes the Pod's status back.
@NullMarked
package io.weft.lab.pod;

import org.jspecify.annotations.NullMarked;
