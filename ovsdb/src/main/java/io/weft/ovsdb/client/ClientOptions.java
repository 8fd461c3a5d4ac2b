package io.weft.ovsdb.client;

import io.weft.ovsdb.monitor.MonitoredTable;
import java.time.Duration;
import java.util.List;

/// How a client connects and what it follows.
///
/// @param endpoint where the server listens
/// @param database the database's name
/// @param tables what is replicated
/// @param backoff the pauses between attempts
/// @param limits what is asked of the peer
public record ClientOptions(
    Endpoint endpoint,
    String database,
    List<MonitoredTable> tables,
    Backoff backoff,
    Limits limits) {

  public ClientOptions {
    tables = List.copyOf(tables);
  }

  /// These tables of this database, with the usual pauses and limits.
  public static ClientOptions of(Endpoint endpoint, String database, List<MonitoredTable> tables) {
    return new ClientOptions(endpoint, database, tables, Backoff.USUAL, Limits.USUAL);
  }

  /// Pauses that double from the first to the longest; a connection that came into sync starts
  /// over.
  ///
  /// @param first the first pause, at least 1 ms
  /// @param longest the longest pause, not shorter than the first
  public record Backoff(Duration first, Duration longest) {

    public static final Backoff USUAL = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

    public Backoff {
      if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
        throw new IllegalArgumentException("pauses from " + first + " to " + longest);
      }
    }

    /// The pause before an attempt.
    ///
    /// @param failures how many attempts have failed in a row, at least 1
    public Duration pause(int failures) {
      Duration pause = first;
      for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
        pause = pause.multipliedBy(2);
      }
      return pause.compareTo(longest) < 0 ? pause : longest;
    }
  }

  /// What is asked of the peer; whoever does not keep to it is disconnected.
  ///
  /// @param messageBytes the longest message that is read
  /// @param silence after this long without a byte the peer is asked for an echo, after the same
  ///     again the connection counts as lost; also the most that connecting may take
  /// @param answer after this long a request is cancelled (RFC 7047 §4.1.4) and, if the server does
  ///     not answer even then, in doubt
  public record Limits(int messageBytes, Duration silence, Duration answer) {

    public static final Limits USUAL =
        new Limits(64 << 20, Duration.ofSeconds(5), Duration.ofSeconds(30));

    public Limits {
      if (messageBytes < 1 || silence.toMillis() < 1 || answer.toMillis() < 1) {
        throw new IllegalArgumentException(
            "limits are positive: " + messageBytes + " bytes, " + silence + ", " + answer);
      }
    }
  }
}
