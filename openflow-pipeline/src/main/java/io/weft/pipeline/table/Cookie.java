package io.weft.pipeline.table;

import java.util.Optional;

/// Whose flow it is and what for, as the 64-bit cookie says.
///
/// ```
/// bits 63..48   0x5746 ("WF"): the flow is Weft's; anything else is foreign
/// bits 47..40   kind of owner
/// bits 39..32   purpose
/// bits 31..0    owner's id within its kind, a hash of its key
/// ```
///
/// So `cookie=0x5746020012345678` is a forwarding flow of the Pod with id 0x12345678, and
/// `cookie=0x5746000020…` begins a cookie of the pipeline itself. All flows of one owner:
/// `ovs-ofctl dump-flows br-int cookie=0x5746020012345678/0xffffff00ffffffff`.
///
/// @param kind kind of owner
/// @param purpose what for
/// @param owner the owner's id, 32 bits; 0 for the pipeline itself
public record Cookie(Kind kind, Purpose purpose, int owner) {

  /// Bits 63 to 48 of every cookie of Weft.
  public static final int PREFIX = 0x5746;

  /// Which bits of a cookie name its owner: all but the purpose.
  public static final long OWNER_MASK = 0xffff_ff00_ffff_ffffL;

  /// Kinds of owner; the code is stable for ever.
  public enum Kind {
    /// The pipeline itself; there with no object at all.
    PIPELINE(0),
    /// A node: this one or another.
    NODE(1),
    POD(2),
    SERVICE(3),
    POLICY(4),
    /// A set of policies that select the same Pods.
    POLICY_SET(5),
    /// A set of labels of peers.
    LABEL_SET(6),
    /// The address of a peer.
    ADDRESS(7),
    /// A match that rules of several policies share.
    SHARED(8),
    /// What rules can tell of peers.
    IDENTITY(9);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  /// The cookie of the pipeline's own flows.
  public static Cookie pipeline(Purpose purpose) {
    return new Cookie(Kind.PIPELINE, purpose, 0);
  }

  /// Reads 64 bits; empty if the flow is foreign: another prefix, kind or purpose.
  public static Optional<Cookie> parse(long bits) {
    if (bits >>> 48 != PREFIX) {
      return Optional.empty();
    }
    int code = (int) (bits >>> 40 & 0xff);
    Optional<Purpose> purpose = Purpose.coded((int) (bits >>> 32 & 0xff));
    for (Kind kind : Kind.values()) {
      if (kind.code == code) {
        return purpose.map(known -> new Cookie(kind, known, (int) bits));
      }
    }
    return Optional.empty();
  }

  /// The 64 bits.
  public long bits() {
    return bits(kind, purpose, owner);
  }

  /// The 64 bits of the cookie of these.
  public static long bits(Kind kind, Purpose purpose, int owner) {
    return (long) PREFIX << 48
        | (long) kind.code << 40
        | (long) purpose.code() << 32
        | Integer.toUnsignedLong(owner);
  }
}
