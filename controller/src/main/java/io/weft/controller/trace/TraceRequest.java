package io.weft.controller.trace;

import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A question about a packet.
///
/// Either `from` and `to` say who sends it to whom, or `packet` says what comes out of the tunnel
/// from `tunnelFrom`.
///
/// @param from `NAMESPACE/POD`, `node:NAME` or an address; empty for a packet out of the tunnel
/// @param to the same, or `svc:NAMESPACE/SERVICE`
/// @param protocol the protocol
/// @param port the destination's port; of no meaning for ICMP
/// @param sourcePort the source's port
/// @param family the address family; empty for the first that both have
/// @param connection what conntrack knows of the packet
/// @param actual whether to use the flows that the bridge has, instead of those it should have
/// @param packet the packet as a flow's match; empty if `from` says it
/// @param tunnelFrom the other end of the tunnel
/// @param tunnelTo this end of the tunnel
public record TraceRequest(
    String from,
    String to,
    Protocol protocol,
    int port,
    int sourcePort,
    Optional<IpFamily> family,
    Connection connection,
    boolean actual,
    Optional<String> packet,
    Optional<IpAddress> tunnelFrom,
    Optional<IpAddress> tunnelTo) {

  private static final int CLIENT_PORT = 40_000;

  /// The protocols that can be asked for.
  public enum Protocol {
    TCP,
    UDP,
    SCTP,
    ICMP
  }

  /// What conntrack knows of the packet.
  public enum Connection {
    /// Nothing: it begins a connection.
    NEW,
    /// It belongs to a connection that was allowed.
    ESTABLISHED,
    /// It answers within a connection that was allowed.
    REPLY
  }

  /// Reads the parameters of a query.
  ///
  /// @throws IllegalArgumentException naming the parameter, its value and what it must be
  public static TraceRequest parse(Map<String, String> parameters) {
    Optional<String> packet = Optional.ofNullable(parameters.get("packet"));
    String from = parameters.getOrDefault("from", "");
    String to = parameters.getOrDefault("to", "");
    if (packet.isEmpty() && (from.isEmpty() || to.isEmpty())) {
      throw new IllegalArgumentException(
          "from and to: say who sends to whom, as in /trace?from=x/a&to=x/b&protocol=tcp&port=80");
    }
    Protocol protocol = word(parameters, "protocol", Protocol.class, Protocol.ICMP);
    return new TraceRequest(
        from,
        to,
        protocol,
        port(parameters, "port", protocol == Protocol.ICMP ? 0 : 80),
        port(parameters, "sourcePort", CLIENT_PORT),
        family(parameters.getOrDefault("family", "")),
        word(parameters, "connection", Connection.class, Connection.NEW),
        parameters.getOrDefault("flows", "desired").equals("actual"),
        packet,
        address(parameters, "tunnelFrom"),
        address(parameters, "tunnelTo"));
  }

  private static <E extends Enum<E>> E word(
      Map<String, String> parameters, String key, Class<E> type, E fallback) {
    String text = parameters.getOrDefault(key, fallback.name());
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "%s: '%s' is none of %s"
            .formatted(
                key, text, List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT)));
  }

  private static int port(Map<String, String> parameters, String key, int fallback) {
    String text = parameters.getOrDefault(key, Integer.toString(fallback));
    if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
      throw new IllegalArgumentException("%s: '%s' is no port, 0 to 65535".formatted(key, text));
    }
    return Integer.parseInt(text);
  }

  private static Optional<IpFamily> family(String text) {
    return switch (text) {
      case "" -> Optional.empty();
      case "4" -> Optional.of(IpFamily.IPV4);
      case "6" -> Optional.of(IpFamily.IPV6);
      default -> throw new IllegalArgumentException("family: '" + text + "' is neither 4 nor 6");
    };
  }

  private static Optional<IpAddress> address(Map<String, String> parameters, String key) {
    Optional<String> text = Optional.ofNullable(parameters.get(key));
    try {
      return text.map(IpAddress::parse);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }
}
