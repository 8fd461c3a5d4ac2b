/// Answers to packets that go nowhere: TCP resets and ICMP errors.
///
/// The bridge cannot make them itself, so it hands such packets up, metered. [Rejections] turns a
/// packet-in into the packet-out that answers it; [OffendingPacket] reads frames and [AnswerFrame]
/// writes them. Pure: bytes in, bytes out. While no agent runs, such packets are simply dropped.
@NullMarked
package io.weft.controller.reject;

import org.jspecify.annotations.NullMarked;
