/// What people and probes ask the agent: HTTP over a unix socket, and a few of the paths over TCP.
///
/// [ApiServer] maps paths to answers; what the answers say comes from [AgentView], a record of
/// functions that the agent fills in. JSON is made here and nowhere else in the agent.
@NullMarked
package io.weft.controller.api;

import org.jspecify.annotations.NullMarked;
