/// What an attachment is, and the seam behind which a Pod's interface is made.
///
/// An [Attachment] is the record that OVSDB keeps in the port's external ids; a [PodLink] is what
/// follows from it for the operating system. [PodWiring] makes and removes it:
/// `io.weft.cni.wiring.linux` by netlink; another operating system needs no more than this one
/// interface. The values are pure.
@NullMarked
package io.weft.cni.wiring;

import org.jspecify.annotations.NullMarked;
