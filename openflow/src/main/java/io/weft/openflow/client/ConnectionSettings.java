package io.weft.openflow.client;

import io.weft.openflow.message.Message.FragmentMode;
import java.time.Duration;

/// How a connection behaves; every part has a default that suits Open vSwitch.
///
/// @param handshakeTimeout from the open socket to the bridge's features; a bridge itself gives up
///     after about a second without a HELLO
/// @param echoInterval silence after which the bridge is asked for a sign of life
/// @param silenceTimeout silence after which the connection counts as lost; a large bundle keeps
///     the bridge silent while it commits
/// @param firstRetry pause after the first failed attempt; doubled each time
/// @param lastRetry the longest pause between two attempts
/// @param bundleSize the most changes in one bundle, at least 1
/// @param fragments how the bridge's tables see IP fragments, set at every handshake
public record ConnectionSettings(
    Duration handshakeTimeout,
    Duration echoInterval,
    Duration silenceTimeout,
    Duration firstRetry,
    Duration lastRetry,
    int bundleSize,
    FragmentMode fragments) {

  public static final ConnectionSettings DEFAULT =
      new ConnectionSettings(
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMillis(100),
          Duration.ofSeconds(4),
          2000,
          FragmentMode.NX_MATCH);

  public ConnectionSettings {
    positive("handshakeTimeout", handshakeTimeout);
    positive("echoInterval", echoInterval);
    positive("silenceTimeout", silenceTimeout);
    positive("firstRetry", firstRetry);
    positive("lastRetry", lastRetry);
    if (bundleSize < 1) {
      throw new IllegalArgumentException("bundleSize must be at least 1, not " + bundleSize);
    }
  }

  private static void positive(String name, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(name + " must be at least 1 ms, not " + duration);
    }
  }

  /// The same with this handshake time-out.
  public ConnectionSettings withHandshakeTimeout(Duration timeout) {
    return new ConnectionSettings(
        timeout, echoInterval, silenceTimeout, firstRetry, lastRetry, bundleSize, fragments);
  }

  /// The same with these signs of life.
  public ConnectionSettings withLiveness(Duration echo, Duration silence) {
    return new ConnectionSettings(
        handshakeTimeout, echo, silence, firstRetry, lastRetry, bundleSize, fragments);
  }

  /// The same with these pauses between attempts.
  public ConnectionSettings withRetries(Duration first, Duration last) {
    return new ConnectionSettings(
        handshakeTimeout, echoInterval, silenceTimeout, first, last, bundleSize, fragments);
  }

  /// The same with this limit of changes in one bundle.
  public ConnectionSettings withBundleSize(int changes) {
    return new ConnectionSettings(
        handshakeTimeout, echoInterval, silenceTimeout, firstRetry, lastRetry, changes, fragments);
  }
}
