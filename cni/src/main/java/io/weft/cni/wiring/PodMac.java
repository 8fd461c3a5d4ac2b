package io.weft.cni.wiring;

import io.weft.cni.spec.AttachmentKey;
import io.weft.net.MacAddress;
import java.util.Arrays;

/// The Ethernet addresses of Pod interfaces.
public final class PodMac {
  /// The address of every host end. No frame is ever sent to it: the bridge rewrites what it
  /// delivers, and Pods send to the router.
  public static final MacAddress HOST_END = MacAddress.parse("ee:ee:ee:ee:ee:ee");

  private PodMac() {}

  /// The address of a Pod's end: locally administered, unicast, a function of the key.
  public static MacAddress of(AttachmentKey key) {
    byte[] bytes = Arrays.copyOf(HostInterfaceName.digest("mac " + key), 6);
    bytes[0] = (byte) ((bytes[0] & 0xfc) | 0x02);
    return MacAddress.ofBytes(bytes);
  }
}
