/// The node's attached Pods: the CNI socket, the record in OVSDB, and what has to be true before a
/// command answers.
///
/// [CniServer] carries the frames of `io.weft.cni.relay` to `io.weft.cni.command`, whose seam to
/// the bridge is [PodPorts]. [LocalPods] follows OVSDB, the only store of attachments, and tells the
/// compiler of each Pod with its OpenFlow port.
@NullMarked
package io.weft.controller.attachments;

import org.jspecify.annotations.NullMarked;
