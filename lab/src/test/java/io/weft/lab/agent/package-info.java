/// Tests of what an agent's answers become.
@NullMarked
package io.weft.lab.agent;

import org.jspecify.annotations.NullMarked;
