package io.weft.controller.attachments;

import io.weft.cni.wiring.Attachment;

/// An attached Pod that the switch has a port for.
///
/// @param attachment the record
/// @param ofport the port's OpenFlow number, at least 1
public record AttachedPod(Attachment attachment, int ofport) {}
