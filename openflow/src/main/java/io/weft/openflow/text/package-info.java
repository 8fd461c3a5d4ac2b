/// The text syntax of `ovs-ofctl` for flows, groups and meters, both ways.
///
/// What is printed is what `ovs-ofctl -O OpenFlow15 dump-flows --no-stats` prints for the same
/// flow, character by character, and can be given to `ovs-ofctl add-flows`; what is read is what
/// it prints for anything that the values can express, with statistics and names too. Pure:
/// strings to the values of `io.weft.openflow` and back. Fields and actions without a value of
/// their own are refused by name, with their position.
@NullMarked
package io.weft.openflow.text;

import org.jspecify.annotations.NullMarked;
