package io.weft.openflow.text;

import io.weft.net.IpAddress;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Nat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Connection tracking in text: `ct(commit,table=5,zone=1,nat(src=10.0.0.1))`.
final class CtText {

  private static final Map<Integer, String> HELPERS = Map.of(21, "ftp", 69, "tftp");

  private CtText() {}

  static String print(Ct ct, Names names) {
    List<String> parts = new ArrayList<>();
    if (ct.commit()) {
      parts.add("commit");
    }
    if (ct.force()) {
      parts.add("force");
    }
    if (ct.table() != Ct.NO_TABLE) {
      parts.add("table=" + names.table(ct.table()));
    }
    switch (ct.zone()) {
      case Ct.Zone.FromField(var source) -> parts.add("zone=" + source.toNxmText());
      case Ct.Zone.Fixed(int number) -> {
        if (number != 0) {
          parts.add("zone=" + number);
        }
      }
    }
    Nat nat = ct.nat();
    if (nat != null) {
      parts.add(print(nat));
    }
    if (!ct.exec().isEmpty()) {
      parts.add("exec(" + ActionText.print(ct.exec(), names) + ")");
    }
    if (ct.helperPort() != 0) {
      int port = ct.helperPort();
      parts.add("alg=" + HELPERS.getOrDefault(port, Integer.toString(port)));
    }
    return "ct(" + String.join(",", parts) + ")";
  }

  private static String print(Nat nat) {
    if (nat.kind() == Nat.Kind.RESTORE) {
      return "nat";
    }
    StringBuilder text = new StringBuilder(nat.kind() == Nat.Kind.SOURCE ? "nat(src" : "nat(dst");
    boolean ports = nat.firstPort() != Nat.ANY_PORT;
    IpAddress first = nat.first();
    IpAddress last = nat.last();
    if (first != null && last != null) {
      text.append('=').append(address(first, ports));
      if (!first.equals(last)) {
        text.append('-').append(address(last, ports));
      }
    }
    if (ports) {
      text.append(':').append(nat.firstPort());
      if (nat.firstPort() != nat.lastPort()) {
        text.append('-').append(nat.lastPort());
      }
    }
    text.append(nat.persistent() ? ",persistent" : "");
    text.append(
        switch (nat.selection()) {
          case DEFAULT -> "";
          case HASH -> ",hash";
          case RANDOM -> ",random";
        });
    return text.append(')').toString();
  }

  private static String address(IpAddress address, boolean ports) {
    return address.isIpv6() && ports ? "[" + FieldText.ip(address) + "]" : FieldText.ip(address);
  }

  static Ct parse(Item item, Names names) {
    boolean commit = false;
    boolean force = false;
    Ct.Zone zone = new Ct.Zone.Fixed(0);
    int next = Ct.NO_TABLE;
    Nat nat = null;
    int helper = 0;
    List<Action> exec = List.of();
    for (Item part : item.items()) {
      switch (part.key()) {
        case "commit" -> commit = true;
        case "force" -> force = true;
        case "table" -> next = names.readTable(part.value());
        case "zone" -> zone = zone(part.value());
        case "nat" -> nat = nat(part);
        case "alg" -> helper = helper(part.value());
        case "exec" -> exec = ActionText.parse(part.items(), names);
        default -> throw part.failure("ct has no option '%s'".formatted(part.key()));
      }
    }
    return new Ct(commit, force, zone, next, nat, helper, exec);
  }

  private static Ct.Zone zone(String text) {
    return Character.isDigit(text.isEmpty() ? 'x' : text.charAt(0))
        ? new Ct.Zone.Fixed(Numbers.read("ct zone", text, 0, 65535))
        : new Ct.Zone.FromField(FieldText.range(text));
  }

  private static int helper(String text) {
    return HELPERS.entrySet().stream()
        .filter(entry -> entry.getValue().equals(text))
        .findAny()
        .map(Map.Entry::getKey)
        .orElseGet(() -> Numbers.read("ct alg", text, 1, 65535));
  }

  private static Nat nat(Item item) {
    Nat nat = Nat.restore();
    for (Item part : item.items()) {
      nat =
          switch (part.key()) {
            case "src" -> target(Nat.Kind.SOURCE, part.value());
            case "dst" -> target(Nat.Kind.DESTINATION, part.value());
            case "random" -> nat.withSelection(Nat.Selection.RANDOM);
            case "hash" -> nat.withSelection(Nat.Selection.HASH);
            case "persistent" -> nat.withPersistence();
            default -> throw part.failure("nat has no option '%s'".formatted(part.key()));
          };
    }
    return nat;
  }

  /// Reads `1.2.3.4-1.2.3.8:80-90`, `[fd00::1]-[fd00::8]:80`, `fd00::1` or nothing.
  private static Nat target(Nat.Kind kind, String text) {
    if (text.isEmpty()) {
      return Nat.among(kind, null, null);
    }
    int colon = portColon(text);
    String[] addresses = text.substring(0, colon).replace("[", "").replace("]", "").split("-", 2);
    IpAddress first = IpAddress.parse(addresses[0]);
    IpAddress last = addresses.length == 1 ? first : IpAddress.parse(addresses[1]);
    Nat nat = Nat.among(kind, first, last);
    if (colon == text.length()) {
      return nat;
    }
    String[] ports = text.substring(colon + 1).split("-", 2);
    int from = Numbers.read("nat port", ports[0], 1, 65535);
    return nat.withPorts(
        from, ports.length == 1 ? from : Numbers.read("nat port", ports[1], 1, 65535));
  }

  private static int portColon(String text) {
    int bracket = text.lastIndexOf(']');
    boolean bareIpv6 = bracket < 0 && text.indexOf(':') != text.lastIndexOf(':');
    int colon = bareIpv6 ? -1 : text.indexOf(':', Math.max(0, bracket));
    return colon < 0 ? text.length() : colon;
  }
}
