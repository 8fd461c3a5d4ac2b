/// The `weft lab` commands.
///
/// Thin: they read options, ask the lab's owner through [io.weft.lab.daemon.LabClient] (or run
/// cases in this process) and print. Exit status: 0 done, 1 failed, 2 wrong use.
@NullMarked
package io.weft.lab.command;

import org.jspecify.annotations.NullMarked;
