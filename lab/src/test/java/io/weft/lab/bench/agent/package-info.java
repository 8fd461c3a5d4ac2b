/// Facts about the big cluster and the counts of agents.
@NullMarked
package io.weft.lab.bench.agent;

import org.jspecify.annotations.NullMarked;
