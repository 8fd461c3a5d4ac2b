/// Facts about the command line: what it prints, and with which exit status it ends.
@NullMarked
package io.weft.cli;

import org.jspecify.annotations.NullMarked;
