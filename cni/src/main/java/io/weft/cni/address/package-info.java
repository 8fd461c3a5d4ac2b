/// Address management: which Pod of this node has which address.
///
/// A pool is rebuilt at start from the addresses recorded with the ports in OVSDB; there is no file
/// and no other store. Pure: the clock is an argument, the caller (the commands) is the only owner
/// and calls from one thread.
@NullMarked
package io.weft.cni.address;

import org.jspecify.annotations.NullMarked;
