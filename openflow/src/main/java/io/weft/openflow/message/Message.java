package io.weft.openflow.message;

import io.weft.net.Bytes;

/// A message of OpenFlow 1.5 without its header: the version is 1.5, the transaction id is the
/// connection's affair.
///
/// A message that has no case of its own is [Unknown] and keeps its bytes.
public sealed interface Message
    permits OpenFlowError,
        PacketIn,
        PacketOut,
        FlowRemoved,
        PortStatus,
        BundleControl,
        BundleAdd,
        Modification,
        CtFlush,
        Message.Hello,
        Message.EchoRequest,
        Message.EchoReply,
        Message.FeaturesRequest,
        Message.Features,
        Message.SetConfig,
        Message.BarrierRequest,
        Message.BarrierReply,
        Message.MultipartRequest,
        Message.MultipartReply,
        Message.SetPacketInFormat,
        Message.SetAsync,
        Message.CtFlushZone,
        Message.Unknown {

  /// The first message of each side (OpenFlow 1.5.1 §7.5.1).
  ///
  /// @param versions one bit per version spoken: bit 6 is OpenFlow 1.5
  record Hello(int versions) implements Message {

    /// OpenFlow 1.5 and no other.
    public static final Hello OPENFLOW_15 = new Hello(1 << 6);

    /// Whether OpenFlow 1.5 is among the versions.
    public boolean speaksOpenFlow15() {
      return (versions & 1 << 6) != 0;
    }
  }

  /// Asks for the same bytes back.
  record EchoRequest(Bytes payload) implements Message {}

  /// The bytes of an [EchoRequest].
  record EchoReply(Bytes payload) implements Message {}

  /// Asks for [Features].
  record FeaturesRequest() implements Message {}

  /// What the bridge is (OpenFlow 1.5.1 §7.3.1).
  ///
  /// @param datapathId 64 bits that name the bridge, by default from its MAC address
  /// @param buffers packets that it can hold for the controller; 0 in Open vSwitch
  /// @param tables the number of tables, 254 in Open vSwitch
  /// @param auxiliaryId 0 for the main connection
  /// @param capabilities a bitmap of `OFPC_*`
  record Features(long datapathId, int buffers, int tables, int auxiliaryId, int capabilities)
      implements Message {}

  /// Says how to treat fragments, and wakes asynchronous messages on a management connection,
  /// which Open vSwitch keeps silent while `missSendLength` is 0.
  ///
  /// @param fragments how the tables see fragments
  /// @param missSendLength bytes of a missed packet to send, 0 to 65535
  record SetConfig(FragmentMode fragments, int missSendLength) implements Message {}

  /// How tables see IP fragments (ovs-ofctl(8), `set-frags`).
  enum FragmentMode {
    /// Later fragments match as if their ports were 0.
    NORMAL,
    /// Every fragment is dropped.
    DROP,
    /// Reassembled before the tables; Open vSwitch does not do it.
    REASSEMBLE,
    /// First fragments match with their ports, later ones match `nw_frag=later`.
    NX_MATCH
  }

  /// Asks the bridge to finish all before it begins anything after.
  record BarrierRequest() implements Message {}

  /// All before the barrier is done.
  record BarrierReply() implements Message {}

  /// Asks for statistics or descriptions.
  record MultipartRequest(Query query) implements Message {}

  /// One part of the reply to a [Query].
  ///
  /// @param more whether another part follows
  record MultipartReply(boolean more, Answer answer) implements Message {}

  /// Which form packet-ins take: 2 is `NXT_PACKET_IN2`, the only one that carries user data.
  record SetPacketInFormat(int format) implements Message {

    /// [PacketIn], Nicira's second format.
    public static final SetPacketInFormat NXT_PACKET_IN2 = new SetPacketInFormat(2);
  }

  /// Which asynchronous messages to send (OpenFlow 1.5.1 §7.3.10), as bitmaps of their reasons.
  record SetAsync(int packetIn, int portStatus, int flowRemoved) implements Message {}

  /// Forgets every connection of one conntrack zone (`NXT_CT_FLUSH_ZONE`).
  ///
  /// @param zone 0 to 65535
  record CtFlushZone(int zone) implements Message {}

  /// A message without a case of its own.
  ///
  /// @param type the 8-bit message type
  /// @param body what follows the header
  record Unknown(int type, Bytes body) implements Message {}
}
