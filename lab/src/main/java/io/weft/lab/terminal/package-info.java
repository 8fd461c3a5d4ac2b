/// How commands print: text with colours for people, JSON and YAML for programs.
@NullMarked
package io.weft.lab.terminal;

import org.jspecify.annotations.NullMarked;
