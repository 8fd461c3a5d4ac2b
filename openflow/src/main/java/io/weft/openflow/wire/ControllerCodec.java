package io.weft.openflow.wire;

import io.weft.net.Bytes;
import io.weft.openflow.action.Controller;

/// The `controller` action (ovs-actions(7)): the older form, and the one with properties where user
/// data or a meter is given.
final class ControllerCodec {

  private static final int MAX_LENGTH = 0;
  private static final int CONTROLLER_ID = 1;
  private static final int REASON = 2;
  private static final int USERDATA = 3;
  private static final int METER_ID = 5;

  private static final Controller.Reason[] REASONS = Controller.Reason.values();

  private ControllerCodec() {}

  static void write(Controller controller, WireWriter out) {
    if (controller.userdata().isEmpty() && controller.meter() == 0) {
      int start = NiciraActionCodec.begin(Nicira.CONTROLLER, out);
      out.u16(controller.maxLength());
      out.u16(controller.controllerId());
      out.u8(Numbers.of(controller.reason()));
      NiciraActionCodec.end(start, out);
      return;
    }
    int start = NiciraActionCodec.begin(Nicira.CONTROLLER2, out);
    out.zeros(6);
    if (controller.maxLength() != 0xffff) {
      Properties.u16(MAX_LENGTH, controller.maxLength(), out);
    }
    if (controller.controllerId() != 0) {
      Properties.u16(CONTROLLER_ID, controller.controllerId(), out);
    }
    if (controller.reason() != Controller.Reason.ACTION) {
      Properties.u8(REASON, Numbers.of(controller.reason()), out);
    }
    if (!controller.userdata().isEmpty()) {
      Properties.bytes(USERDATA, controller.userdata(), out);
    }
    if (controller.meter() != 0) {
      Properties.u32(METER_ID, (int) controller.meter(), out);
    }
    NiciraActionCodec.end(start, out);
  }

  /// The older action behind the subtype, which has been read.
  static Controller read(WireReader in) {
    int maxLength = in.u16();
    int controllerId = in.u16();
    return new Controller(maxLength, reason(in.u8()), controllerId, Bytes.EMPTY, 0);
  }

  /// The newer action behind the subtype, which has been read.
  static Controller readProperties(WireReader in) {
    in.skip(6);
    int maxLength = 0xffff;
    int controllerId = 0;
    var reason = Controller.Reason.ACTION;
    Bytes userdata = Bytes.EMPTY;
    long meter = 0;
    while (in.hasMore()) {
      WireReader property = Properties.next(in);
      int type = property.u16();
      property.skip(2);
      switch (type) {
        case MAX_LENGTH -> maxLength = property.u16();
        case CONTROLLER_ID -> controllerId = property.u16();
        case REASON -> reason = reason(property.u8());
        case USERDATA -> userdata = property.rest();
        case METER_ID -> meter = Integer.toUnsignedLong(property.u32());
        default -> throw new UnknownPartException();
      }
    }
    return new Controller(maxLength, reason, controllerId, userdata, meter);
  }

  private static Controller.Reason reason(int number) {
    UnknownPartException.unless(number < REASONS.length);
    return REASONS[number];
  }
}
