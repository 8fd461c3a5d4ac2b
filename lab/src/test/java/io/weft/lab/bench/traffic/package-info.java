/// Facts about the rules that traffic is judged by.
@NullMarked
package io.weft.lab.bench.traffic;

import org.jspecify.annotations.NullMarked;
