package io.weft.controller.attachments;

import io.weft.cluster.ObjectKey;
import io.weft.cni.wiring.Attachment;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.node.LocalPod;

/// An attached Pod that the switch has a port for.
///
/// @param attachment the record
/// @param ofport the port's OpenFlow number, at least 1
public record AttachedPod(Attachment attachment, int ofport) {

  private static final String DEFAULT_NAMESPACE = "default";

  /// The object that it is: its Pod, or for a container without one an unlabelled Pod of namespace
  /// `default`, called by the container's id.
  public ObjectKey key() {
    return attachment
        .pod()
        .map(pod -> ObjectKey.pod(pod.namespace(), pod.name()))
        .orElseGet(() -> ObjectKey.pod(DEFAULT_NAMESPACE, attachment.key().containerId()));
  }

  /// The attachment as the compiler knows it.
  public LocalPod toLocalPod() {
    return new LocalPod(
        attachment.hostInterface(),
        key(),
        new OfPort(ofport),
        attachment.mac(),
        attachment.addresses());
  }
}
