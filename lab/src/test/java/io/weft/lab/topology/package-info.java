/// Tests of what a lab may consist of.
@NullMarked
package io.weft.lab.topology;

import org.jspecify.annotations.NullMarked;
