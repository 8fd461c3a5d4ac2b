/// Addresses as values: IP address, prefix and MAC address.
///
/// Pure, and at the bottom of the house: the cluster's objects, the OpenFlow values and the Pod
/// wiring all speak of addresses in these types. Nothing here resolves a name or opens a socket.
@NullMarked
package io.weft.net;

import org.jspecify.annotations.NullMarked;
