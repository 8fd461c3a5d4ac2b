package io.weft.openflow.text;

import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import java.util.Locale;
import java.util.Optional;

/// The short words for an Ethernet type and an IP protocol: `tcp6`.
enum Protocol {
  TCP(0x0800, 6),
  UDP(0x0800, 17),
  SCTP(0x0800, 132),
  ICMP(0x0800, 1),
  TCP6(0x86dd, 6),
  UDP6(0x86dd, 17),
  SCTP6(0x86dd, 132),
  ICMP6(0x86dd, 58),
  IP(0x0800, -1),
  IPV6(0x86dd, -1),
  ARP(0x0806, -1),
  RARP(0x8035, -1),
  NONE(-1, -1);

  private final int etherType;
  private final int ipProtocol;

  Protocol(int etherType, int ipProtocol) {
    this.etherType = etherType;
    this.ipProtocol = ipProtocol;
  }

  /// The word that says the most about the match.
  static Protocol of(Match match) {
    Optional<Bits> type = match.exact(Field.ETH_TYPE);
    if (type.isPresent()) {
      for (Protocol protocol : values()) {
        if (type.get().low() == protocol.etherType
            && (protocol.ipProtocol < 0 || match.has(Field.IP_PROTO, protocol.ipProtocol))) {
          return protocol;
        }
      }
    }
    return NONE;
  }

  static Optional<Protocol> named(String word) {
    for (Protocol protocol : values()) {
      if (protocol != NONE && protocol.text().equals(word)) {
        return Optional.of(protocol);
      }
    }
    return Optional.empty();
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether the word fixes the field, Ethernet type or IP protocol.
  boolean says(Field field) {
    return field == Field.ETH_TYPE ? this != NONE : ipProtocol >= 0;
  }

  Match addTo(Match match) {
    Match typed = match.with(Field.ETH_TYPE, etherType);
    return ipProtocol < 0 ? typed : typed.with(Field.IP_PROTO, ipProtocol);
  }
}
