package io.weft.controller.service;

import io.weft.controller.host.Nft;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table of [ServiceNat] in the kernel. Blocks; used by one thread at a time.
final class NatTable {

  private Map<NatKey, String> elements = new HashMap<>();
  private @Nullable ServiceNat written;
  private @Nullable String listed;

  /// Whether it is known what the kernel's table holds, so that [#change] may be asked.
  boolean known(ServiceNat nat) {
    return nat.equals(written);
  }

  /// Changes elements of the table, which must be known.
  ///
  /// @return what was done; empty if nothing was
  Optional<String> change(ServiceNat nat, Map<NatKey, Optional<String>> changed) {
    if (!known(nat)) {
      throw new IllegalStateException("the table in the kernel is not the one of " + nat);
    }
    String text = nat.change(changed, elements);
    written = null;
    if (!text.isEmpty()) {
      Nft.apply(text);
      listed = null;
    }
    changed.forEach((key, value) ->
        value.ifPresentOrElse(now -> elements.put(key, now), () -> elements.remove(key)));
    written = nat;
    return done(text);
  }

  /// Makes the table as wanted, unless it is known to be so.
  ///
  /// @param wanted all elements
  /// @param audit whether to look for changes by others
  /// @return what was done; empty if nothing was
  Optional<String> make(ServiceNat nat, Map<NatKey, String> wanted, boolean audit) {
    boolean present = known(nat) && elements.equals(wanted) && !(audit && altered());
    written = null;
    String text = present ? "" : nat.text(wanted);
    if (!text.isEmpty()) {
      Nft.apply(text);
      listed = null;
    }
    if (audit) {
      listed = Nft.list(ServiceNat.TABLE).orElse(null);
    }
    elements = new HashMap<>(wanted);
    written = nat;
    return done(text);
  }

  private static Optional<String> done(String text) {
    return text.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "nftables table %s: %d lines".formatted(ServiceNat.TABLE, text.lines().count()));
  }

  /// After a change of elements it is not known how nft lists the table, until the next look.
  private boolean altered() {
    Optional<String> found = Nft.list(ServiceNat.TABLE);
    return found.isEmpty() || (listed != null && !found.get().equals(listed));
  }
}
