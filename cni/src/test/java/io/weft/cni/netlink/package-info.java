@NullMarked
package io.weft.cni.netlink;

import org.jspecify.annotations.NullMarked;
