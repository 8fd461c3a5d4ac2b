package io.weft.pipeline.stage;

import io.weft.net.IpFamily;
import io.weft.net.IpPrefix;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import java.util.List;
import java.util.stream.Stream;

/// The fields of IP packets, by family.
final class Ip {

  private static final List<IpPrefix> UNUSABLE_4 =
      Stream.of("0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/3").map(IpPrefix::parse).toList();
  private static final List<IpPrefix> UNUSABLE_6 =
      Stream.of("::/127", "fe80::/10", "ff00::/8").map(IpPrefix::parse).toList();

  private Ip() {}

  /// What is no unicast address of a host elsewhere: unspecified, loopback, multicast, future use,
  /// and in IPv6 link-local. (In IPv4, link-local holds the services of cloud providers.)
  static List<IpPrefix> unusable(IpFamily family) {
    return family == IpFamily.IPV4 ? UNUSABLE_4 : UNUSABLE_6;
  }

  static Field source(IpFamily family) {
    return family == IpFamily.IPV4 ? Field.IPV4_SRC : Field.IPV6_SRC;
  }

  static Field destination(IpFamily family) {
    return family == IpFamily.IPV4 ? Field.IPV4_DST : Field.IPV6_DST;
  }

  /// Where the tunnelled packet came from.
  static Field tunnelSource(IpFamily family) {
    return family == IpFamily.IPV4 ? Field.TUN_SRC : Field.TUN_IPV6_SRC;
  }

  /// Where the tunnelled packet shall go.
  static Field tunnelDestination(IpFamily family) {
    return family == IpFamily.IPV4 ? Field.TUN_DST : Field.TUN_IPV6_DST;
  }

  /// Fragments other than the first: without ports.
  static Match laterFragment(Match ip) {
    return ip.masked(Field.IP_FRAG, 3, 3);
  }
}
