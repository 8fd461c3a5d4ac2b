package io.weft.openflow.wire;

import io.weft.net.Bytes;
import io.weft.net.IpAddress;
import io.weft.openflow.message.CtFlush;
import io.weft.openflow.message.CtFlush.Tuple;
import java.util.Optional;

/// `NXT_CT_FLUSH`: a protocol, then properties, two of which hold properties of their own.
///
/// Addresses are 16 bytes; IPv4 is mapped to IPv6 (RFC 4291 §2.5.5.2).
final class CtFlushCodec {

  private static final int ORIGINAL = 0;
  private static final int REPLY = 1;
  private static final int ZONE = 2;

  private static final int SOURCE = 0;
  private static final int DESTINATION = 1;
  private static final int SOURCE_PORT = 2;
  private static final int DESTINATION_PORT = 3;
  private static final int ICMP_ID = 4;
  private static final int ICMP_TYPE = 5;
  private static final int ICMP_CODE = 6;

  private static final long MAPPED = 0xffffL << 32;

  private CtFlushCodec() {}

  static void write(CtFlush flush, WireWriter out) {
    out.u8(flush.protocol());
    out.zeros(7);
    write(ORIGINAL, flush.original(), out);
    write(REPLY, flush.reply(), out);
    if (flush.zone().isPresent()) {
      Properties.u16(ZONE, flush.zone().get(), out);
    }
  }

  private static void write(int type, Tuple tuple, WireWriter out) {
    if (tuple.equals(Tuple.ANY)) {
      return;
    }
    int start = Properties.begin(type, out);
    out.zeros(4);
    address(SOURCE, tuple.source(), out);
    address(DESTINATION, tuple.destination(), out);
    tuple.sourcePort().ifPresent(port -> Properties.u16(SOURCE_PORT, port, out));
    tuple.destinationPort().ifPresent(port -> Properties.u16(DESTINATION_PORT, port, out));
    tuple.icmpId().ifPresent(id -> Properties.u16(ICMP_ID, id, out));
    tuple.icmpType().ifPresent(number -> Properties.u8(ICMP_TYPE, number, out));
    tuple.icmpCode().ifPresent(number -> Properties.u8(ICMP_CODE, number, out));
    Properties.end(start, out);
  }

  private static void address(int type, Optional<IpAddress> address, WireWriter out) {
    if (address.isPresent()) {
      IpAddress ip = address.get();
      int start = Properties.begin(type, out);
      out.u64(ip.high());
      out.u64(ip.isIpv4() ? MAPPED | ip.low() : ip.low());
      Properties.end(start, out);
    }
  }

  static CtFlush read(WireReader in) {
    int protocol = in.u8();
    in.skip(7);
    Tuple original = Tuple.ANY;
    Tuple reply = Tuple.ANY;
    Optional<Integer> zone = Optional.empty();
    while (in.hasMore()) {
      WireReader property = Properties.next(in);
      int type = property.u16();
      property.skip(2);
      switch (type) {
        case ORIGINAL -> original = readTuple(property);
        case REPLY -> reply = readTuple(property);
        case ZONE -> zone = Optional.of(property.u16());
        default -> throw property.malformed("flush property %d is unknown".formatted(type));
      }
    }
    return new CtFlush(protocol, original, reply, zone);
  }

  private static Tuple readTuple(WireReader in) {
    in.skip(4);
    Optional<IpAddress> source = Optional.empty();
    Optional<IpAddress> destination = Optional.empty();
    Optional<Integer> sourcePort = Optional.empty();
    Optional<Integer> destinationPort = Optional.empty();
    Optional<Integer> icmpId = Optional.empty();
    Optional<Integer> icmpType = Optional.empty();
    Optional<Integer> icmpCode = Optional.empty();
    while (in.hasMore()) {
      WireReader property = Properties.next(in);
      int type = property.u16();
      property.skip(2);
      switch (type) {
        case SOURCE -> source = Optional.of(readAddress(property));
        case DESTINATION -> destination = Optional.of(readAddress(property));
        case SOURCE_PORT -> sourcePort = Optional.of(property.u16());
        case DESTINATION_PORT -> destinationPort = Optional.of(property.u16());
        case ICMP_ID -> icmpId = Optional.of(property.u16());
        case ICMP_TYPE -> icmpType = Optional.of(property.u8());
        case ICMP_CODE -> icmpCode = Optional.of(property.u8());
        default -> throw property.malformed("tuple property %d is unknown".formatted(type));
      }
    }
    return new Tuple(source, destination, sourcePort, destinationPort, icmpId, icmpType, icmpCode);
  }

  private static IpAddress readAddress(WireReader in) {
    Bytes bytes = in.bytes(16);
    IpAddress ip = IpAddress.ofBytes(bytes.toArray());
    return ip.high() == 0 && ip.low() >>> 32 == 0xffff ? IpAddress.ofIpv4((int) ip.low()) : ip;
  }
}
