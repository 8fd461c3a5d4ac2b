package io.weft.controller.attachments;

import io.weft.net.IpAddress;
import io.weft.openflow.message.CtFlush;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which tracked connections go with an address.
///
/// Everything that began at the address or is answered by it. Of IPv6 the protocols are named one
/// by one and ICMPv6 is left out: Open vSwitch 3.1 ends with a crash when it is told to forget an
/// ICMPv6 entry in the userspace datapath. Those entries expire within a minute, as long as a
/// released address rests.
public final class Forgetting {

  private static final int ANY = 0;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int SCTP = 132;

  private Forgetting() {}

  /// The messages to send.
  ///
  /// @param zone the conntrack zone
  public static List<CtFlush> of(List<IpAddress> addresses, int zone) {
    List<CtFlush> flushes = new ArrayList<>();
    for (IpAddress address : addresses) {
      CtFlush.Tuple tuple = CtFlush.Tuple.of(Optional.of(address), Optional.empty());
      for (int protocol : address.isIpv4() ? List.of(ANY) : List.of(TCP, UDP, SCTP)) {
        flushes.add(new CtFlush(protocol, tuple, CtFlush.Tuple.ANY, Optional.of(zone)));
        flushes.add(new CtFlush(protocol, CtFlush.Tuple.ANY, tuple, Optional.of(zone)));
      }
    }
    return flushes;
  }
}
