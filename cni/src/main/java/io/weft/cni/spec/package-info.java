/// The Container Network Interface as values: requests, configurations, results and errors.
///
/// Everything that crosses the CNI boundary is read and printed here, once, for every version of
/// the specification from 0.3.0 to 1.1.0; past this package there is no JSON. Pure: nothing here
/// reads a file or a clock. The commands in `io.weft.cni.command` give the values their meaning,
/// `io.weft.cni.relay` brings the bytes.
@NullMarked
package io.weft.cni.spec;

import org.jspecify.annotations.NullMarked;
