package io.weft.pipeline.stage;

import io.weft.net.IpFamily;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;

/// The fields of IP packets, by family.
final class Ip {

  private Ip() {}

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
