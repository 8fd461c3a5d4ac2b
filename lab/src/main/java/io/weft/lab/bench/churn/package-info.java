/// Pods that come and go all the time while the switch is busy: what the switch's comparing of
/// megaflows with flows costs then, and whether the agent still turns.
///
/// [io.weft.lab.bench.churn.ManyMegaflows] keeps the switch busy,
/// [io.weft.lab.bench.churn.PodChurn] makes the events, [io.weft.lab.bench.churn.LoopLag] asks the
/// agent meanwhile. Shell, not pure.
@NullMarked
package io.weft.lab.bench.churn;

import org.jspecify.annotations.NullMarked;
