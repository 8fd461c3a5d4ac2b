/// The agent's configuration: every key declared once, read from file, environment and flags.
///
/// [Settings] declares the keys with their defaults, meanings and grammars; [ConfigurationReader]
/// gathers their texts from the three places and checks them; [AgentConfiguration] is the result
/// that the rest of the agent asks. Reading the file is the only input; nothing here is logged.
@NullMarked
package io.weft.controller.configuration;

import org.jspecify.annotations.NullMarked;
