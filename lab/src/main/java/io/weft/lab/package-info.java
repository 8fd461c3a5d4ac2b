/// A whole cluster network on one machine: nodes, Pods and outside hosts from network namespaces,
/// real Open vSwitch and real agents.
///
/// Shell, not pure. [io.weft.lab.Lab] owns one lab inside this process; `daemon` lets one process
/// own a lab for the command line; `cases` and `reach` ask what connects to what.
@NullMarked
package io.weft.lab;

import org.jspecify.annotations.NullMarked;
