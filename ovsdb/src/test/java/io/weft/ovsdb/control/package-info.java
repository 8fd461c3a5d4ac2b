/// Facts about the control sockets of Open vSwitch's daemons.
@NullMarked
package io.weft.ovsdb.control;

import org.jspecify.annotations.NullMarked;
