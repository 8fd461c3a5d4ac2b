/// A directory of manifests as a source: the standalone mode, the lab and tests.
///
/// Shell: one thread watches, scans and delivers. [io.weft.kubernetes.directory.DirectoryScan] finds
/// out what changed, [io.weft.kubernetes.directory.ObjectClaims] whose word counts; the objects are
/// read by `convert`.
@NullMarked
package io.weft.kubernetes.directory;

import org.jspecify.annotations.NullMarked;
