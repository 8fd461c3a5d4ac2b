/// Talking to an agent: HTTP over its unix socket, and where a distribution keeps its parts.
///
/// Shell, not pure. Used by the lab, which waits for agents, and by the command line, which shows
/// what they say.
@NullMarked
package io.weft.lab.agent;

import org.jspecify.annotations.NullMarked;
