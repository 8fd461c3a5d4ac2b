/// Facts about the suite and its command line.
@NullMarked
package io.weft.lab.bench.command;

import org.jspecify.annotations.NullMarked;
