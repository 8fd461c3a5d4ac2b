package io.weft.openflow.action;

import io.weft.net.Bytes;

/// Sends the packet to a controller with more to say than an output to the controller port does.
///
/// With every option at its default this would be the same as `Output.to(OfPort.CONTROLLER)`, and
/// Open vSwitch makes it that; so one option at least differs.
///
/// @param maxLength how many bytes of the packet go, 0 to 65535 (all)
/// @param reason why, as the packet-in says
/// @param controllerId 0 to 65535; 0 unless the connection has set another
/// @param userdata comes back in the packet-in; may be empty
/// @param meter the meter to pass, 0 for none
public record Controller(int maxLength, Reason reason, int controllerId, Bytes userdata, long meter)
    implements Action {

  /// Why a packet goes to the controller (OpenFlow 1.5.1 §7.4.1), in the order of the wire.
  public enum Reason {
    NO_MATCH,
    ACTION,
    INVALID_TTL,
    ACTION_SET,
    GROUP,
    PACKET_OUT
  }

  public Controller {
    Range.check("controller max_len", maxLength, 0, 65535);
    Range.check("controller id", controllerId, 0, 65535);
    Range.check("controller meter_id", meter, 0, 0xffff_0000L);
    if (reason == Reason.ACTION && controllerId == 0 && userdata.isEmpty() && meter == 0) {
      throw new IllegalArgumentException(
          "controller action without options: use Output to CONTROLLER with max_len " + maxLength);
    }
  }

  /// The whole packet, with bytes that tell the receiver what it is about.
  public static Controller withUserdata(Bytes userdata) {
    return new Controller(65535, Reason.ACTION, 0, userdata, 0);
  }

  public Controller withReason(Reason newReason) {
    return new Controller(maxLength, newReason, controllerId, userdata, meter);
  }

  public Controller withMeter(long newMeter) {
    return new Controller(maxLength, reason, controllerId, userdata, newMeter);
  }
}
