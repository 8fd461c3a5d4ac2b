/// The pure steps of compiling, measured one by one with JMH; run by the Maven profile `benchmark`,
/// never by the tests.
@NullMarked
package io.weft.lab.bench.compile;

import org.jspecify.annotations.NullMarked;
