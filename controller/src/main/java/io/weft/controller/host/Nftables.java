package io.weft.controller.host;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of [HostFirewall] in the kernel, by nft(8).
///
/// What was written is remembered both as text and as nft lists it afterwards, so that an audit can
/// tell whether anybody has changed it.
final class Nftables {

  private @Nullable String written;
  private @Nullable String listed;

  /// Writes the text if it is another than before or if the table is no longer as it was left.
  ///
  /// @param audit whether to look at the table at all
  /// @return what was done and why; empty if nothing was
  Optional<String> apply(String text, boolean audit) {
    String why;
    if (!text.equals(written)) {
      why = written == null ? "start" : "new plan";
    } else if (audit && !list().equals(Optional.ofNullable(listed))) {
      why = "changed by somebody else";
    } else {
      return Optional.empty();
    }
    written = null;
    Nft.apply(text);
    listed = list().orElse("");
    written = text;
    return Optional.of("nftables table " + HostFirewall.TABLE + " (" + why + ")");
  }

  /// Deletes the table, if there is one.
  void remove() {
    Nft.remove(HostFirewall.TABLE);
    written = null;
  }

  private static Optional<String> list() {
    return Nft.list(HostFirewall.TABLE);
  }
}
