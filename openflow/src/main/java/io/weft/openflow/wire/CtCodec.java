package io.weft.openflow.wire;

import io.weft.net.IpAddress;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Nat;
import io.weft.openflow.match.BitRange;
import java.util.ArrayList;
import java.util.List;

/// Connection tracking and its address translation (ovs-actions(7), `ct`).
///
/// The translation is an action of its own that stands among the nested actions.
final class CtCodec {

  private static final int COMMIT = 1;
  private static final int FORCE = 2;

  private static final int NAT_SOURCE = 1;
  private static final int NAT_DESTINATION = 2;
  private static final int NAT_PERSISTENT = 4;
  private static final int NAT_HASH = 8;
  private static final int NAT_RANDOM = 16;

  private static final int IPV4_FIRST = 1;
  private static final int IPV4_LAST = 2;
  private static final int IPV6_FIRST = 4;
  private static final int IPV6_LAST = 8;
  private static final int PORT_FIRST = 16;
  private static final int PORT_LAST = 32;

  private CtCodec() {}

  static void write(Ct ct, WireWriter out) {
    int start = NiciraActionCodec.begin(Nicira.CT, out);
    out.u16((ct.commit() ? COMMIT : 0) | (ct.force() ? FORCE : 0));
    switch (ct.zone()) {
      case Ct.Zone.Fixed(int number) -> {
        out.u32(0); // no field
        out.u16(number);
      }
      case Ct.Zone.FromField(BitRange source) -> {
        out.u32(Oxm.niciraHeader(source.field()));
        out.u16(NiciraActionCodec.offsetAndBits(source.offset(), source.length()));
      }
    }
    out.u8(ct.table());
    out.zeros(3);
    out.u16(ct.helperPort());
    Nat nat = ct.nat();
    if (nat != null) {
      writeNat(nat, out);
    }
    // The translations to all endpoints of a Service share this list.
    if (!out.again(ct.exec())) {
      int exec = out.size();
      ActionCodec.write(ct.exec(), out);
      out.keep(ct.exec(), exec);
    }
    NiciraActionCodec.end(start, out);
  }

  private static void writeNat(Nat nat, WireWriter out) {
    int start = NiciraActionCodec.begin(Nicira.NAT, out);
    out.zeros(2);
    out.u16(flags(nat));
    int presence = out.size();
    out.u16(0);
    int present = 0;
    IpAddress first = nat.first();
    IpAddress last = nat.last();
    if (first != null && last != null) {
      boolean range = !last.equals(first);
      present = first.isIpv4() ? IPV4_FIRST : IPV6_FIRST;
      writeAddress(first, out);
      if (range) {
        present |= first.isIpv4() ? IPV4_LAST : IPV6_LAST;
        writeAddress(last, out);
      }
    }
    if (nat.firstPort() != Nat.ANY_PORT) {
      present |= PORT_FIRST;
      out.u16(nat.firstPort());
      if (nat.lastPort() != nat.firstPort()) {
        present |= PORT_LAST;
        out.u16(nat.lastPort());
      }
    }
    out.put16(presence, present);
    NiciraActionCodec.end(start, out);
  }

  private static void writeAddress(IpAddress address, WireWriter out) {
    out.number(address.high(), address.low(), address.family().bits() / 8);
  }

  private static int flags(Nat nat) {
    int kind =
        switch (nat.kind()) {
          case RESTORE -> 0;
          case SOURCE -> NAT_SOURCE;
          case DESTINATION -> NAT_DESTINATION;
        };
    int selection =
        switch (nat.selection()) {
          case DEFAULT -> 0;
          case HASH -> NAT_HASH;
          case RANDOM -> NAT_RANDOM;
        };
    return kind | selection | (nat.persistent() ? NAT_PERSISTENT : 0);
  }

  /// The action behind the subtype, which has been read.
  static Ct read(WireReader in) {
    int flags = in.u16();
    UnknownPartException.unless((flags & ~(COMMIT | FORCE)) == 0);
    int source = in.u32();
    int zone = in.u16();
    Ct.Zone where = source == 0 ? new Ct.Zone.Fixed(zone) : fromField(source, zone);
    int table = in.u8();
    in.skip(3);
    int helperPort = in.u16();
    Nat nat = null;
    List<Action> exec = new ArrayList<>();
    while (in.hasMore()) {
      if (isNat(in)) {
        UnknownPartException.unless(nat == null && exec.isEmpty());
        nat = readNat(in.structure(2, 16));
      } else {
        exec.addAll(ActionCodec.read(in));
      }
    }
    return new Ct((flags & COMMIT) != 0, (flags & FORCE) != 0, where, table, nat, helperPort, exec);
  }

  private static Ct.Zone fromField(int header, int bits) {
    return new Ct.Zone.FromField(Oxm.range(Oxm.known(header), bits >>> 6, (bits & 0x3f) + 1));
  }

  private static boolean isNat(WireReader in) {
    return in.remaining() >= 16
        && in.peek16(0) == 0xffff
        && in.peek16(4) == 0
        && in.peek16(6) == Nicira.VENDOR
        && in.peek16(8) == Nicira.NAT;
  }

  private static Nat readNat(WireReader in) {
    in.skip(12); // type, length, vendor, subtype, padding
    int flags = in.u16();
    int present = in.u16();
    UnknownPartException.unless(flags < 32 && present < 64);
    IpAddress first = null;
    IpAddress last = null;
    if ((present & (IPV4_FIRST | IPV6_FIRST)) != 0) {
      boolean ipv4 = (present & IPV4_FIRST) != 0;
      boolean range = (present & (IPV4_LAST | IPV6_LAST)) != 0;
      first = readAddress(ipv4, in);
      last = range ? readAddress(ipv4, in) : first;
    }
    int firstPort = (present & PORT_FIRST) != 0 ? in.u16() : Nat.ANY_PORT;
    int lastPort = (present & PORT_LAST) != 0 ? in.u16() : firstPort;
    boolean persistent = (flags & NAT_PERSISTENT) != 0;
    return new Nat(kind(flags), first, last, firstPort, lastPort, persistent, selection(flags));
  }

  private static IpAddress readAddress(boolean ipv4, WireReader in) {
    return ipv4 ? IpAddress.ofIpv4(in.u32()) : IpAddress.ofIpv6(in.u64(), in.u64());
  }

  private static Nat.Kind kind(int flags) {
    return switch (flags & (NAT_SOURCE | NAT_DESTINATION)) {
      case 0 -> Nat.Kind.RESTORE;
      case NAT_SOURCE -> Nat.Kind.SOURCE;
      case NAT_DESTINATION -> Nat.Kind.DESTINATION;
      default -> throw new UnknownPartException();
    };
  }

  private static Nat.Selection selection(int flags) {
    return switch (flags & (NAT_HASH | NAT_RANDOM)) {
      case 0 -> Nat.Selection.DEFAULT;
      case NAT_HASH -> Nat.Selection.HASH;
      case NAT_RANDOM -> Nat.Selection.RANDOM;
      default -> throw new UnknownPartException();
    };
  }
}
