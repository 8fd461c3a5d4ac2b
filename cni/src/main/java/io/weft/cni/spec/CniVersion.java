package io.weft.cni.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The versions of the CNI specification that Weft speaks, oldest first.
public enum CniVersion {
  V0_3_0("0.3.0"),
  V0_3_1("0.3.1"),
  V0_4_0("0.4.0"),
  V1_0_0("1.0.0"),
  V1_1_0("1.1.0");

  private final String text;

  CniVersion(String text) {
    this.text = text;
  }

  /// The newest version.
  public static CniVersion newest() {
    return V1_1_0;
  }

  /// Reads a version such as `1.0.0`.
  ///
  /// @throws CniException with code 1 if Weft does not speak it; the message lists those it does
  public static CniVersion parse(String text) {
    return tryParse(text)
        .orElseThrow(() ->
            CniException.of(
                CniErrorCode.INCOMPATIBLE_VERSION,
                "cniVersion '%s' is not supported; use one of %s"
                    .formatted(text, String.join(", ", supported()))));
  }

  /// Like [#parse], empty where Weft does not speak the version.
  public static Optional<CniVersion> tryParse(String text) {
    return Arrays.stream(values()).filter(v -> v.text.equals(text)).findFirst();
  }

  /// All versions as text, oldest first.
  public static List<String> supported() {
    return Arrays.stream(values()).map(v -> v.text).collect(Collectors.toUnmodifiableList());
  }

  /// Whether this version is `other` or newer.
  public boolean atLeast(CniVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
