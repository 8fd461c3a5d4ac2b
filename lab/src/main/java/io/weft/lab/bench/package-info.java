/// `weft bench`: what Weft costs, measured beside something else that does the same on the same
/// machine in the same run.
///
/// A [Benchmark] has a name and yields [Row]s; every row names its work, its baseline and its limit,
/// so that somebody else gets the same ratio. Times are reported and never asserted. Shell, not
/// pure: it stands on the lab, and the measured programs are the real ones.
@NullMarked
package io.weft.lab.bench;

import org.jspecify.annotations.NullMarked;
