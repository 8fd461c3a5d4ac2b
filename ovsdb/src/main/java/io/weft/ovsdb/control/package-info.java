/// The control sockets of Open vSwitch's daemons, which `ovs-appctl` uses too.
///
/// [io.weft.ovsdb.control.ControlSocket] asks one question per connection, over `jsonrpc`. Of the
/// answers only the version is understood here ([io.weft.ovsdb.control.RunningSwitch]). Shell, not
/// pure.
@NullMarked
package io.weft.ovsdb.control;

import org.jspecify.annotations.NullMarked;
