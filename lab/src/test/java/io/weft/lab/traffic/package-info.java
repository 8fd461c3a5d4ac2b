/// Tests of servers and probes, in namespaces of their own.
@NullMarked
package io.weft.lab.traffic;

import org.jspecify.annotations.NullMarked;
