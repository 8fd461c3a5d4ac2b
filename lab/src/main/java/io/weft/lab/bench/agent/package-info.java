/// What an agent costs: its start, its memory, its work when the cluster changes.
///
/// Shell, not pure: real agents of a lab; [io.weft.lab.bench] is the frame.
@NullMarked
package io.weft.lab.bench.agent;

import org.jspecify.annotations.NullMarked;
