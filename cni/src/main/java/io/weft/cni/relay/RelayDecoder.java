package io.weft.cni.relay;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Collects the octets of one connection until they are a request.
///
/// Holds at most one request and refuses longer ones by their header, before they are read. Not
/// safe for use by several threads.
public final class RelayDecoder {
  /// The most that the environment may take, in octets.
  public static final int MAX_ENVIRONMENT = 64 * 1024;

  /// The most that standard input may take, in octets.
  public static final int MAX_STDIN = 1024 * 1024;

  private static final int MAGIC = 0x57434e31;
  private static final int HEADER = 12;

  private byte[] octets = new byte[4096];
  private int length;

  /// Adds octets; answers the request once it is complete.
  ///
  /// @throws IllegalArgumentException if this is not a request of this protocol, or too long, or
  ///     goes on behind its end; the connection should then be closed
  public Optional<RelayRequest> append(byte[] more) {
    if (length + more.length > HEADER + MAX_ENVIRONMENT + MAX_STDIN) {
      throw new IllegalArgumentException("relay request longer than its limits");
    }
    if (length + more.length > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more.length));
    }
    System.arraycopy(more, 0, octets, length, more.length);
    length += more.length;
    return length < HEADER ? Optional.empty() : decode();
  }

  private Optional<RelayRequest> decode() {
    ByteBuffer in = ByteBuffer.wrap(octets, 0, length);
    int magic = in.getInt();
    if (magic != MAGIC) {
      throw new IllegalArgumentException(
          "not a relay request: starts with 0x%08x, not 'WCN1'; install this release's weft-cni"
              .formatted(magic));
    }
    int environment = bounded("environment", in.getInt(), MAX_ENVIRONMENT);
    int stdin = bounded("standard input", in.getInt(), MAX_STDIN);
    int rest = in.remaining() - environment - stdin;
    if (rest > 0) {
      throw new IllegalArgumentException(
          "relay request goes on " + rest + " octets behind its end");
    }
    if (rest < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new RelayRequest(
            environment(new String(octets, HEADER, environment, StandardCharsets.UTF_8)),
            new String(octets, HEADER + environment, stdin, StandardCharsets.UTF_8)));
  }

  private static int bounded(String what, int length, int limit) {
    if (length < 0 || length > limit) {
      throw new IllegalArgumentException(
          "relay request: %s of %d octets; at most %d"
              .formatted(what, Integer.toUnsignedLong(length), limit));
    }
    return length;
  }

  private static Map<String, String> environment(String text) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : text.split("\0", -1)) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }
}
