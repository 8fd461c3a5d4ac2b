package io.weft.controller.service;

import io.weft.controller.host.Nft;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of [ServiceNat] in the kernel. Blocks; used by one thread at a time.
final class NatTable {

  private @Nullable ServiceNat written;
  private @Nullable String listed;

  /// Brings the kernel's table to the wanted one, by its changed elements where it can.
  ///
  /// @param audit whether to look for changes by others
  /// @return what was done; empty if nothing was
  Optional<String> apply(ServiceNat wanted, boolean audit) {
    ServiceNat before = written;
    if (before != null && audit && altered()) {
      before = null;
    }
    written = null;
    String text =
        before == null || !before.frame().equals(wanted.frame())
            ? wanted.text()
            : wanted.changeFrom(before);
    if (!text.isEmpty()) {
      Nft.apply(text);
      listed = null;
    }
    if (audit) {
      listed = Nft.list(ServiceNat.TABLE).orElse(null);
    }
    written = wanted;
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of("nftables table %s: %d lines".formatted(ServiceNat.TABLE, lines(text)));
  }

  /// After a change of elements it is not known how nft lists the table, until the next look.
  private boolean altered() {
    Optional<String> found = Nft.list(ServiceNat.TABLE);
    return found.isEmpty() || (listed != null && !found.get().equals(listed));
  }

  private static long lines(String text) {
    return text.lines().count();
  }
}
