package io.weft.openflow.text;

import io.weft.net.Bytes;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Learn;
import io.weft.openflow.match.OfPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Actions in text: `set_field:0x5->reg0,resubmit(,10)`.
///
/// Actions that are opaque on the wire are shown as `opaque_action(HEX)` and
/// `opaque_instruction(HEX)`, which `ovs-ofctl` does not read.
public final class ActionText {

  private ActionText() {}

  /// The actions as Open vSwitch prints them, `drop` if there are none.
  public static String print(List<Action> actions, Names names) {
    return actions.isEmpty()
        ? "drop"
        : actions.stream().map(action -> print(action, names)).collect(Collectors.joining(","));
  }

  /// One action.
  public static String print(Action action, Names names) {
    return switch (action) {
      case Action.Output(OfPort port, int maxLength) ->
          port.equals(OfPort.CONTROLLER)
              ? "CONTROLLER:" + maxLength
              : (port.isReserved() ? "" : "output:") + names.port(port);
      case Action.OutputField(var source) -> "output:" + source.toNxmText();
      case Action.SetField(var field, var value, var mask) ->
          "set_field:%s->%s"
              .formatted(FieldText.print(new Masked(field, value, mask), names), field);
      case Action.CopyField(var source, var destination) ->
          "move:%s->%s".formatted(source.toNxmText(), destination.toNxmText());
      case Action.Resubmit resubmit -> resubmit(resubmit, names);
      case Ct ct -> CtText.print(ct, names);
      case Action.CtClear() -> "ct_clear";
      case Action.Conjunction(long id, int clause, int of) ->
          "conjunction(%d,%d/%d)".formatted(id, clause, of);
      case Learn learn -> LearnText.print(learn, names);
      case Action.ToGroup(long id) -> "group:" + id;
      case Controller controller -> controller(controller);
      case Action.DecTtl() -> "dec_ttl";
      case Action.Clone(var actions) -> "clone(" + print(actions, names) + ")";
      case Action.CheckPktLarger(int length, var destination) ->
          "check_pkt_larger(%d)->%s".formatted(length, destination.toNxmText());
      case Action.Note(Bytes content) -> "note:" + dotted(content);
      case Action.Meter(long id) -> "meter:" + id;
      case Action.ClearActions() -> "clear_actions";
      case Action.WriteActions(var actions) -> "write_actions(" + print(actions, names) + ")";
      case Action.WriteMetadata(long value, long mask) ->
          "write_metadata:" + Numbers.hex(value) + (mask == -1 ? "" : "/" + Numbers.hex(mask));
      case Action.GotoTable(int table) -> "goto_table:" + names.table(table);
      case Action.Opaque(var kind, Bytes content) ->
          "opaque_%s(%s)".formatted(kind.name().toLowerCase(Locale.ROOT), content);
    };
  }

  private static String resubmit(Action.Resubmit resubmit, Names names) {
    boolean ownPort = resubmit.port().equals(OfPort.IN_PORT);
    boolean ownTable = resubmit.table() == Action.Resubmit.CURRENT_TABLE;
    String port = ownPort ? "" : names.port(resubmit.port());
    if (ownTable && !ownPort && !resubmit.conntrack()) {
      return "resubmit:" + port;
    }
    String table = ownTable ? "" : names.table(resubmit.table());
    return "resubmit(%s,%s%s)".formatted(port, table, resubmit.conntrack() ? ",ct" : "");
  }

  private static String controller(Controller controller) {
    List<String> parts = new ArrayList<>();
    if (controller.reason() != Controller.Reason.ACTION) {
      parts.add("reason=" + controller.reason().name().toLowerCase(Locale.ROOT));
    }
    if (controller.maxLength() != 65535) {
      parts.add("max_len=" + controller.maxLength());
    }
    if (controller.controllerId() != 0) {
      parts.add("id=" + controller.controllerId());
    }
    if (!controller.userdata().isEmpty()) {
      parts.add("userdata=" + dotted(controller.userdata()));
    }
    if (controller.meter() != 0) {
      parts.add("meter_id=" + controller.meter());
    }
    return "controller(" + String.join(",", parts) + ")";
  }

  private static String dotted(Bytes bytes) {
    return String.join(".", bytes.toString().split("(?<=\\G..)", -1)).replaceAll("\\.$", "");
  }

  /// Reads a list of actions, such as stands after `actions=`.
  ///
  /// @throws SyntaxException if it is malformed or holds an action without a value
  public static List<Action> parse(String text, Names names) {
    return parse(Item.split(text, 0, text.length()), names);
  }

  static List<Action> parse(List<Item> items, Names names) {
    ActionReader reader = new ActionReader(names);
    List<Action> actions = new ArrayList<>();
    for (Item item : items) {
      boolean drop = item.key().equals("drop") && !item.hasValue();
      if (drop && items.size() > 1) {
        throw item.failure("drop beside other actions");
      }
      if (!drop) {
        actions.add(reader.read(item));
      }
    }
    return List.copyOf(actions);
  }
}
