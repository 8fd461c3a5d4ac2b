package io.weft.pipeline.table;

import io.weft.net.Bytes;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import java.util.Optional;

/// Why a packet goes to the agent; the one byte of user data that comes with it.
///
/// While no agent listens, such packets are simply dropped. All pass one meter.
public enum Punt {
  /// Answer with ICMP time exceeded.
  TIME_EXCEEDED(1),
  /// Answer with ICMP host unreachable, or reset TCP.
  NO_SUCH_DESTINATION(2),
  /// Reset the TCP connection, of which nothing is known.
  MIDSTREAM(3),
  /// Answer with ICMP port unreachable, or reset TCP: the Service has no endpoint.
  NO_ENDPOINT(4);

  private final int code;

  Punt(int code) {
    this.code = code;
  }

  /// The reason in a packet's user data; empty if it is none of ours.
  public static Optional<Punt> parse(Bytes userdata) {
    for (Punt punt : values()) {
      if (userdata.length() == 1 && userdata.at(0) == punt.code) {
        return Optional.of(punt);
      }
    }
    return Optional.empty();
  }

  /// The user data that says so.
  public Bytes userdata() {
    return Bytes.of((byte) code);
  }

  /// The action.
  public Action action() {
    return Controller.withUserdata(userdata()).withMeter(Reserved.PUNT_METER);
  }
}
