/// The host's side of the Pod network: the gateway's addresses, routes, the nftables tables and
/// kernel settings.
///
/// [HostPlan] says what the host shall have, [HostFirewall] and [HostRoutes] turn it into text and
/// values (pure); [HostNetwork] compares with what is there and changes what differs. The bridge
/// itself is made by `node`.
@NullMarked
package io.weft.controller.host;

import org.jspecify.annotations.NullMarked;
