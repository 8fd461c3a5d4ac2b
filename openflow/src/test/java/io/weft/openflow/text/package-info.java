/// Tests of the text syntax.
@NullMarked
package io.weft.openflow.text;

import org.jspecify.annotations.NullMarked;
