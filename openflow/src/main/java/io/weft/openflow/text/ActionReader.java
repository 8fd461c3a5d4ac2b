package io.weft.openflow.text;

import io.weft.net.Bytes;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Action.Opaque.Kind;
import io.weft.openflow.action.Controller;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.OfPort;
import java.util.List;
import java.util.Locale;

/// Reads single actions.
final class ActionReader {

  private final Names names;

  ActionReader(Names names) {
    this.names = names;
  }

  /// @throws SyntaxException if this is no action, or none that has a value
  Action read(Item item) {
    try {
      return action(item);
    } catch (IllegalArgumentException e) {
      throw item.failure(e);
    }
  }

  private Action action(Item item) {
    String value = item.value();
    return switch (item.key()) {
      case "output" -> output(value);
      case "CONTROLLER", "controller" -> controller(item);
      case "set_field" -> SetFieldText.setField(value, names);
      case "load" -> SetFieldText.load(value);
      case "move" -> SetFieldText.move(value);
      case "set_tunnel", "set_tunnel64" -> Action.SetField.of(Field.TUN_ID, Bits.parse(value));
      case "resubmit" -> resubmit(item);
      case "ct" -> CtText.parse(item, names);
      case "ct_clear" -> new Action.CtClear();
      case "conjunction" -> conjunction(item);
      case "learn" -> LearnText.parse(item, names);
      case "group" -> new Action.ToGroup(Numbers.readLong("group", value, 0, 0xffff_ff00L));
      case "dec_ttl" -> decTtl(item);
      case "clone" -> new Action.Clone(ActionText.parse(item.items(), names));
      case "check_pkt_larger" -> checkPktLarger(item);
      case "note" -> new Action.Note(bytes(value));
      case "meter" -> new Action.Meter(Numbers.readLong("meter", value, 1, 0xffff_0000L));
      case "clear_actions" -> new Action.ClearActions();
      case "write_actions" -> new Action.WriteActions(ActionText.parse(item.items(), names));
      case "write_metadata" -> writeMetadata(value);
      case "goto_table" -> new Action.GotoTable(names.readTable(value));
      case "opaque_action" -> new Action.Opaque(Kind.ACTION, Bytes.parse(value));
      case "opaque_instruction" -> new Action.Opaque(Kind.INSTRUCTION, Bytes.parse(value));
      default -> port(item);
    };
  }

  private Action port(Item item) {
    if (item.hasValue()) {
      throw item.failure("no action is called '%s'".formatted(item.key()));
    }
    try {
      return Action.Output.to(names.readPort(item.key()));
    } catch (IllegalArgumentException e) {
      SyntaxException failure = item.failure("neither an action nor a port: " + item.key());
      failure.initCause(e);
      throw failure;
    }
  }

  private Action output(String value) {
    boolean fromField = value.indexOf('[') >= 0 || Field.named(value).isPresent();
    if (fromField && !value.equals("in_port")) {
      return new Action.OutputField(FieldText.range(value));
    }
    return Action.Output.to(names.readPort(value));
  }

  private static Action controller(Item item) {
    if (item.delimiter() != '(') {
      int length =
          item.hasValue() ? Numbers.read("controller max_len", item.value(), 0, 65535) : 65535;
      return new Action.Output(OfPort.CONTROLLER, length);
    }
    int length = 65535;
    int id = 0;
    long meter = 0;
    Controller.Reason reason = Controller.Reason.ACTION;
    Bytes userdata = Bytes.EMPTY;
    for (Item part : item.items()) {
      String value = part.value();
      switch (part.key()) {
        case "max_len" -> length = Numbers.read("controller max_len", value, 0, 65535);
        case "reason" -> reason = Controller.Reason.valueOf(value.toUpperCase(Locale.ROOT));
        case "id" -> id = Numbers.read("controller id", value, 0, 65535);
        case "userdata" -> userdata = bytes(value);
        case "meter_id" -> meter = Numbers.readLong("meter_id", value, 1, 0xffff_0000L);
        default -> throw part.failure("controller has no option '%s'".formatted(part.key()));
      }
    }
    boolean plain =
        reason == Controller.Reason.ACTION && id == 0 && userdata.isEmpty() && meter == 0;
    return plain
        ? new Action.Output(OfPort.CONTROLLER, length)
        : new Controller(length, reason, id, userdata, meter);
  }

  private Action resubmit(Item item) {
    if (item.delimiter() != '(') {
      return new Action.Resubmit(
          names.readPort(item.value()), Action.Resubmit.CURRENT_TABLE, false);
    }
    List<String> parts = List.of(item.value().split(",", -1));
    if (parts.size() > 3 || (parts.size() == 3 && !parts.get(2).equals("ct"))) {
      throw item.failure("resubmit has [PORT],[TABLE][,ct]");
    }
    String port = parts.getFirst();
    String target = parts.size() > 1 ? parts.get(1) : "";
    return new Action.Resubmit(
        port.isEmpty() ? OfPort.IN_PORT : names.readPort(port),
        target.isEmpty() ? Action.Resubmit.CURRENT_TABLE : names.readTable(target),
        parts.size() == 3);
  }

  private static Action conjunction(Item item) {
    List<String> parts = List.of(item.value().split("[,/]", -1));
    if (parts.size() != 3) {
      throw item.failure("conjunction has ID,CLAUSE/DIMENSIONS");
    }
    return new Action.Conjunction(
        Numbers.readLong("conjunction id", parts.get(0).strip(), 0, 0xffff_ffffL),
        Numbers.read("conjunction clause", parts.get(1).strip(), 1, 64),
        Numbers.read("conjunction dimensions", parts.get(2).strip(), 2, 64));
  }

  private static Action decTtl(Item item) {
    if (item.hasValue()) {
      throw item.failure("dec_ttl with controllers has no value");
    }
    return new Action.DecTtl();
  }

  private static Action checkPktLarger(Item item) {
    return new Action.CheckPktLarger(
        Numbers.read("check_pkt_larger length", item.value(), 0, 65535),
        FieldText.range(item.suffix().substring(SetFieldText.arrow(item.suffix()) + 2)));
  }

  private static Action writeMetadata(String value) {
    int slash = value.indexOf('/');
    return new Action.WriteMetadata(
        Numbers.readUnsigned("metadata", slash < 0 ? value : value.substring(0, slash)),
        slash < 0 ? -1 : Numbers.readUnsigned("metadata mask", value.substring(slash + 1)));
  }

  private static Bytes bytes(String dotted) {
    return Bytes.parse(dotted.replace(".", ""));
  }
}
