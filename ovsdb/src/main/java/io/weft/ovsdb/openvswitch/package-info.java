/// The few tables of the Open_vSwitch database that Weft uses, typed, and the changes it makes to
/// them (ovs-vswitchd.conf.db(5)).
///
/// The records, [io.weft.ovsdb.openvswitch.Vswitch] and [io.weft.ovsdb.openvswitch.SwitchChange]
/// are pure values over a snapshot; [io.weft.ovsdb.openvswitch.VswitchClient] is the shell that
/// carries changes to the server and waits for the switch to follow.
@NullMarked
package io.weft.ovsdb.openvswitch;

import org.jspecify.annotations.NullMarked;
