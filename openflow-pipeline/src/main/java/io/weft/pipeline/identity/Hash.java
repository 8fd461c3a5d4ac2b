package io.weft.pipeline.identity;

/// A hash that is the same in every run, version and JVM.
public final class Hash {

  private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
  private static final long FNV_PRIME = 0x100_0000_01b3L;

  private Hash() {}

  /// 64 bits of the text: FNV-1a over its UTF-16 units, then mixed so that all bits depend on all.
  public static long of(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return mixed(hash);
  }

  /// 64 bits of three numbers.
  public static long of(long first, long second, long third) {
    return mixed(mixed(mixed(first ^ FNV_OFFSET) ^ second) ^ third);
  }

  private static long mixed(long number) {
    long hash = number;
    hash = (hash ^ hash >>> 33) * 0xff51_afd7_ed55_8ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ce_b9fe_1a85_ec53L;
    return hash ^ hash >>> 33;
  }
}
