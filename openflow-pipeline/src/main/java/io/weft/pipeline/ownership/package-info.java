/// Which object brings which flows, and what changes when an object does.
///
/// Pure. Stages turn one object into a contribution; the ledger joins contributions by flow key and
/// says what changed since it was last asked. Numbers of owners come from `identity`.
@NullMarked
package io.weft.pipeline.ownership;

import org.jspecify.annotations.NullMarked;
