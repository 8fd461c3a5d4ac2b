/// The `weft` command line: over the agent of a node, and over labs.
///
/// Shell, not pure. Thin: what is shown comes from the agent's HTTP interface
/// ([io.weft.lab.agent.AgentClient]) and from `io.weft.lab`.
@NullMarked
package io.weft.cli;

import org.jspecify.annotations.NullMarked;
