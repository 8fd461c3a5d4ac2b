package io.weft.openflow.wire;

import io.weft.net.Bytes;
import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.FlowStats;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Match;
import io.weft.openflow.message.FlowFilter;
import io.weft.openflow.message.FlowRemoved;
import java.time.Duration;
import java.util.List;

/// Flow modifications, descriptions, removals and filters (OpenFlow 1.5.1 §7.3.4.3, §7.3.5.2,
/// §7.4.2).
final class FlowCodec {

  private static final int ADD = 0;
  private static final int MODIFY_STRICT = 2;
  private static final int DELETE = 3;
  private static final int DELETE_STRICT = 4;

  private static final int SEND_FLOW_REMOVED = 1;
  private static final int CHECK_OVERLAP = 2;
  private static final int RESET_COUNTS = 4;
  private static final int NO_PACKET_COUNTS = 8;
  private static final int NO_BYTE_COUNTS = 16;

  private static final int ANY = 0xffff_ffff;

  private FlowCodec() {}

  static void writeMod(Change.OfFlows change, WireWriter out) {
    switch (change) {
      case Change.AddFlow(Flow flow) -> writeMod(flow, ADD, out);
      case Change.ModifyFlow(Flow flow) -> writeMod(flow, MODIFY_STRICT, out);
      case Change.DeleteFlow(Flow.Key key) -> {
        writeMod(
            0, 0, key.table(), DELETE_STRICT, FlowOptions.NONE, key.priority(), key.match(), out);
      }
      case Change.DeleteFlows(int table, Match match, long cookie, long mask) ->
          writeMod(cookie, mask, table, DELETE, FlowOptions.NONE, 0, match, out);
    }
  }

  private static void writeMod(Flow flow, int command, WireWriter out) {
    writeMod(
        flow.cookie(),
        0,
        flow.table(),
        command,
        flow.options(),
        flow.priority(),
        flow.match(),
        out);
    InstructionCodec.write(flow.actions(), out);
  }

  private static void writeMod(
      long cookie,
      long cookieMask,
      int table,
      int command,
      FlowOptions options,
      int priority,
      Match match,
      WireWriter out) {
    out.u64(cookie);
    out.u64(cookieMask);
    out.u8(table);
    out.u8(command);
    out.u16(options.idleTimeout());
    out.u16(options.hardTimeout());
    out.u16(priority);
    out.u32(ANY); // buffer_id: none
    out.u32(ANY); // out_port
    out.u32(ANY); // out_group
    out.u16(flags(options));
    out.u16(options.importance());
    MatchCodec.write(match, out);
  }

  static Change readMod(WireReader in) {
    long cookie = in.u64();
    long cookieMask = in.u64();
    int table = in.u8();
    int command = in.u8();
    int idle = in.u16();
    int hard = in.u16();
    int priority = in.u16();
    in.skip(12); // buffer_id, out_port, out_group
    int flags = in.u16();
    int importance = in.u16();
    Match match = MatchCodec.read(in);
    List<Action> actions = InstructionCodec.read(in);
    FlowOptions options = options(idle, hard, importance, flags);
    return switch (command) {
      case ADD -> new Change.AddFlow(flow(table, priority, cookie, match, actions, options));
      case MODIFY_STRICT ->
          new Change.ModifyFlow(flow(table, priority, cookie, match, actions, options));
      case DELETE -> new Change.DeleteFlows(table, match, cookie, cookieMask);
      case DELETE_STRICT -> new Change.DeleteFlow(new Flow.Key(table, priority, match));
      default -> throw in.malformed("flow command %d is unknown".formatted(command));
    };
  }

  /// The flow; with its match as opaque bytes where ours would not say it, such as one whose
  /// prerequisite is a field that we do not know.
  private static Flow flow(
      int table,
      int priority,
      long cookie,
      Match match,
      List<Action> actions,
      FlowOptions options) {
    try {
      return new Flow(table, priority, cookie, match, actions, options);
    } catch (IllegalArgumentException e) {
      WireWriter fields = new WireWriter(64);
      MatchCodec.writeFields(match, fields);
      Match opaque = Match.any().withUnknown(Bytes.of(fields.toArray()));
      return new Flow(table, priority, cookie, opaque, actions, options);
    }
  }

  private static int flags(FlowOptions options) {
    return (options.sendFlowRemoved() ? SEND_FLOW_REMOVED : 0)
        | (options.checkOverlap() ? CHECK_OVERLAP : 0)
        | (options.resetCounts() ? RESET_COUNTS : 0)
        | (options.noPacketCounts() ? NO_PACKET_COUNTS : 0)
        | (options.noByteCounts() ? NO_BYTE_COUNTS : 0);
  }

  private static FlowOptions options(int idle, int hard, int importance, int flags) {
    if ((idle | hard | importance | flags) == 0) {
      return FlowOptions.NONE;
    }
    return new FlowOptions(
        idle,
        hard,
        importance,
        (flags & SEND_FLOW_REMOVED) != 0,
        (flags & CHECK_OVERLAP) != 0,
        (flags & RESET_COUNTS) != 0,
        (flags & NO_PACKET_COUNTS) != 0,
        (flags & NO_BYTE_COUNTS) != 0);
  }

  static void writeDescription(FlowStats stats, WireWriter out) {
    Flow flow = stats.flow();
    int start = out.size();
    out.u16(0); // length
    out.zeros(2);
    writeHead(flow, out);
    OxsCodec.write(
        new OxsCodec.Stats(stats.duration(), stats.idle(), 0, stats.packets(), stats.bytes()),
        OxsCodec.FLOW,
        out);
    InstructionCodec.write(flow.actions(), out);
    out.length16(start, start);
  }

  /// What stands in a description between its length and its counters.
  static void writeHead(Flow flow, WireWriter out) {
    out.u8(flow.table());
    out.u8(0);
    out.u16(flow.priority());
    out.u16(flow.options().idleTimeout());
    out.u16(flow.options().hardTimeout());
    out.u16(flags(flow.options()));
    out.u16(flow.options().importance());
    out.u64(flow.cookie());
    MatchCodec.write(flow.match(), out);
  }

  static FlowStats readDescription(WireReader in) {
    WireReader flow = in.structure(0, 24);
    flow.skip(4);
    int table = flow.u8();
    flow.skip(1);
    int priority = flow.u16();
    int idle = flow.u16();
    int hard = flow.u16();
    int flags = flow.u16();
    int importance = flow.u16();
    long cookie = flow.u64();
    Match match = MatchCodec.read(flow);
    OxsCodec.Stats stats = OxsCodec.read(flow);
    List<Action> actions = InstructionCodec.read(flow);
    return new FlowStats(
        flow(table, priority, cookie, match, actions, options(idle, hard, importance, flags)),
        stats.duration(),
        stats.idle(),
        stats.packets(),
        stats.bytes());
  }

  static void writeRemoved(FlowRemoved removed, WireWriter out) {
    out.u8(removed.table());
    out.u8(Numbers.of(removed.reason()));
    out.u16(removed.priority());
    out.u16(removed.idleTimeout());
    out.u16(removed.hardTimeout());
    out.u64(removed.cookie());
    MatchCodec.write(removed.match(), out);
    OxsCodec.write(
        new OxsCodec.Stats(removed.age(), Duration.ZERO, 0, removed.packets(), removed.bytes()),
        OxsCodec.REMOVED,
        out);
  }

  static FlowRemoved readRemoved(WireReader in) {
    int table = in.u8();
    var reason = in.oneOf("flow removal reason", in.u8(), FlowRemoved.Reason.values());
    int priority = in.u16();
    int idle = in.u16();
    int hard = in.u16();
    long cookie = in.u64();
    Match match = MatchCodec.read(in);
    OxsCodec.Stats stats = OxsCodec.read(in);
    return new FlowRemoved(
        table,
        priority,
        match,
        cookie,
        reason,
        stats.duration(),
        idle,
        hard,
        stats.packets(),
        stats.bytes());
  }

  static void writeFilter(FlowFilter filter, WireWriter out) {
    out.u8(filter.table());
    out.zeros(3);
    out.u32(ANY); // out_port
    out.u32(ANY); // out_group
    out.zeros(4);
    out.u64(filter.cookie());
    out.u64(filter.cookieMask());
    MatchCodec.write(filter.match(), out);
  }

  static FlowFilter readFilter(WireReader in) {
    int table = in.u8();
    in.skip(15);
    return new FlowFilter(table, in.u64(), in.u64(), MatchCodec.read(in));
  }
}
