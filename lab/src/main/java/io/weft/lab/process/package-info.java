/// Programs that the lab runs: short commands with their result, and children that never outlive it.
///
/// Shell, not pure. Everything above (namespaces, nodes, Pods) starts programs only through here, so
/// that no child is orphaned when the lab process is killed.
@NullMarked
package io.weft.lab.process;

import org.jspecify.annotations.NullMarked;
