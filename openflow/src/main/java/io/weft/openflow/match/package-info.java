/// What a flow looks at: fields, masked values, matches and ranges of bits.
///
/// Pure, at the bottom of the module: actions and flows are built on these values, the codec and
/// the text syntax read and write them. [Field][io.weft.openflow.match.Field] is the one table of
/// field descriptions.
@NullMarked
package io.weft.openflow.match;

import org.jspecify.annotations.NullMarked;
