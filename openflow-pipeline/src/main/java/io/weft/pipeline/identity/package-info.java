/// Numbers for things, made from what the things are called and never from the order they came in.
///
/// Pure. Cookies, groups, conjunctions, policy sets, label sets and identities take their numbers
/// here, so that an agent which starts anew numbers everything as the one before did.
@NullMarked
package io.weft.pipeline.identity;

import org.jspecify.annotations.NullMarked;
