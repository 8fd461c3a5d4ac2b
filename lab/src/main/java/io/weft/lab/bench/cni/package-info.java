/// What a CNI call costs, beside Debian's `bridge` with `host-local`.
///
/// Shell, not pure: real executables against a lab's agent; [io.weft.lab.bench] is the frame.
@NullMarked
package io.weft.lab.bench.cni;

import org.jspecify.annotations.NullMarked;
