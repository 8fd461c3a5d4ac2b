package io.weft.cni.wiring;

import io.weft.cni.spec.AttachmentKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The names of the host's ends of Pod interfaces: `weft` and 11 hexadecimal digits, a function of
/// container id and interface name alone, so that DEL finds the interface without any record.
public final class HostInterfaceName {
  private static final String PREFIX = "weft";
  private static final int DIGITS = 11;

  private HostInterfaceName() {}

  /// The name of the host's end: 15 characters.
  public static String of(AttachmentKey key) {
    return PREFIX + HexFormat.of().formatHex(digest(key.toString())).substring(0, DIGITS);
  }

  /// Whether an interface of this name is a host's end.
  public static boolean isOne(String name) {
    return name.matches(PREFIX + "[0-9a-f]{" + DIGITS + "}");
  }

  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
