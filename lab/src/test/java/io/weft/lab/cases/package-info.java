/// Tests of reading, judging and counting cases.
@NullMarked
package io.weft.lab.cases;

import org.jspecify.annotations.NullMarked;
