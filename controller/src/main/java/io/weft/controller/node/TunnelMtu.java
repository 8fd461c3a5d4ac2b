package io.weft.controller.node;

import io.weft.controller.configuration.Settings.Tunnel;
import io.weft.net.IpFamily;

/// The MTU that the tunnel leaves to Pods.
///
/// Oversize packets vanish silently in the userspace datapath, so Pods and gateway must have it
/// right. The headers: outer IP (20 or 40 bytes), then UDP and Geneve or VXLAN (8 + 8) or GRE with
/// key (4 + 4), then the inner Ethernet header (14).
public final class TunnelMtu {

  /// IPv6 needs this much (RFC 8200 §5).
  public static final int IPV6_LEAST = 1280;

  private TunnelMtu() {}

  /// The bytes that the tunnel adds to a packet.
  public static int overhead(Tunnel tunnel, IpFamily underlay) {
    int outer = underlay == IpFamily.IPV4 ? 20 : 40;
    int header =
        switch (tunnel) {
          case GENEVE, VXLAN -> 16;
          case GRE -> 8;
        };
    return outer + header + 14;
  }

  /// What is left of the underlay's MTU, in bytes.
  public static int derive(int underlayMtu, Tunnel tunnel, IpFamily underlay) {
    return underlayMtu - overhead(tunnel, underlay);
  }
}
