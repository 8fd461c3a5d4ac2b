package io.weft.cni.relay;

import io.weft.cni.spec.CniError;
import io.weft.cni.spec.CniJson;
import io.weft.cni.spec.CniVersion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What the executable shall do: print and exit.
///
/// @param success exit status 0, else 1
/// @param stdout what to print; may be empty
public record RelayReply(boolean success, String stdout) {

  /// A success answer.
  public static RelayReply success(String stdout) {
    return new RelayReply(true, stdout);
  }

  /// An error answer.
  public static RelayReply failure(CniError error, CniVersion version) {
    return new RelayReply(false, CniJson.print(error, version));
  }

  /// The reply as the octets to send, after which the agent closes the connection.
  public byte[] encode() {
    byte[] text = stdout.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + text.length)
        .putInt(1 + text.length)
        .put((byte) (success ? 0 : 1))
        .put(text)
        .array();
  }
}
