package io.weft.openflow.wire;

import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.Answer;
import io.weft.openflow.message.Query;
import io.weft.openflow.message.TableCounters;
import io.weft.openflow.message.TableDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Questions and answers (OpenFlow 1.5.1 §7.3.5): a type, flags, padding, then a body by type.
final class MultipartCodec {

  private static final int FLOW_DESC = 1;
  private static final int AGGREGATE = 2;
  private static final int TABLE = 3;
  private static final int PORT_STATS = 4;
  private static final int GROUP_STATS = 6;
  private static final int GROUP_DESC = 7;
  private static final int METER_STATS = 9;
  private static final int METER_CONFIG = 10;
  private static final int PORT_DESC = 13;
  private static final int TABLE_DESC = 14;

  private static final int MORE = 1;

  private MultipartCodec() {}

  static void writeRequest(Query query, WireWriter out) {
    switch (query) {
      case Query.Flows(var filter) -> {
        header(FLOW_DESC, 0, out);
        FlowCodec.writeFilter(filter, out);
      }
      case Query.Aggregate(var filter) -> {
        header(AGGREGATE, 0, out);
        FlowCodec.writeFilter(filter, out);
      }
      case Query.Tables() -> header(TABLE, 0, out);
      case Query.TableDescriptions() -> header(TABLE_DESC, 0, out);
      case Query.Ports(var port) -> number(PORT_DESC, port.number(), out);
      case Query.PortCounters(var port) -> number(PORT_STATS, port.number(), out);
      case Query.Groups(long group) -> number(GROUP_DESC, (int) group, out);
      case Query.GroupCounters(long group) -> number(GROUP_STATS, (int) group, out);
      case Query.Meters(long meter) -> number(METER_CONFIG, (int) meter, out);
      case Query.MeterCounters(long meter) -> number(METER_STATS, (int) meter, out);
      case Query.Unknown(int type, var body) -> {
        header(type, 0, out);
        out.bytes(body);
      }
    }
  }

  private static void number(int type, int number, WireWriter out) {
    header(type, 0, out);
    out.u32(number);
    out.zeros(4);
  }

  private static void header(int type, int flags, WireWriter out) {
    out.u16(type);
    out.u16(flags);
    out.zeros(4);
  }

  static Query readRequest(WireReader in) {
    int type = in.u16();
    in.skip(6);
    return switch (type) {
      case FLOW_DESC -> new Query.Flows(FlowCodec.readFilter(in));
      case AGGREGATE -> new Query.Aggregate(FlowCodec.readFilter(in));
      case TABLE -> new Query.Tables();
      case TABLE_DESC -> new Query.TableDescriptions();
      case PORT_DESC -> new Query.Ports(new OfPort(number(in)));
      case PORT_STATS -> new Query.PortCounters(new OfPort(number(in)));
      case GROUP_DESC -> new Query.Groups(Integer.toUnsignedLong(number(in)));
      case GROUP_STATS -> new Query.GroupCounters(Integer.toUnsignedLong(number(in)));
      case METER_CONFIG -> new Query.Meters(Integer.toUnsignedLong(number(in)));
      case METER_STATS -> new Query.MeterCounters(Integer.toUnsignedLong(number(in)));
      default -> new Query.Unknown(type, in.rest());
    };
  }

  private static int number(WireReader in) {
    int number = in.u32();
    in.skip(4);
    return number;
  }

  static void writeReply(boolean more, Answer answer, WireWriter out) {
    int flags = more ? MORE : 0;
    switch (answer) {
      case Answer.Flows(var flows) ->
          list(FLOW_DESC, flags, flows, FlowCodec::writeDescription, out);
      case Answer.Aggregate(long flows, long packets, long bytes) -> {
        header(AGGREGATE, flags, out);
        OxsCodec.write(
            new OxsCodec.Stats(Duration.ZERO, Duration.ZERO, flows, packets, bytes),
            OxsCodec.AGGREGATE,
            out);
      }
      case Answer.Tables(var tables) -> list(TABLE, flags, tables, MultipartCodec::writeTable, out);
      case Answer.TableDescriptions(var tables) ->
          list(TABLE_DESC, flags, tables, MultipartCodec::writeTableDescription, out);
      case Answer.Ports(var ports) -> list(PORT_DESC, flags, ports, PortCodec::write, out);
      case Answer.PortCounters(var ports) ->
          list(PORT_STATS, flags, ports, PortCodec::writeStats, out);
      case Answer.Groups(var groups) ->
          list(GROUP_DESC, flags, groups, GroupCodec::writeDescription, out);
      case Answer.GroupCounters(var groups) ->
          list(GROUP_STATS, flags, groups, GroupCodec::writeStats, out);
      case Answer.Meters(var meters) ->
          list(METER_CONFIG, flags, meters, MeterCodec::writeDescription, out);
      case Answer.MeterCounters(var meters) ->
          list(METER_STATS, flags, meters, MeterCodec::writeStats, out);
      case Answer.Unknown(int type, var body) -> {
        header(type, flags, out);
        out.bytes(body);
      }
    }
  }

  private static <T> void list(
      int type, int flags, List<T> parts, BiConsumer<T, WireWriter> write, WireWriter out) {
    header(type, flags, out);
    for (T part : parts) {
      write.accept(part, out);
    }
  }

  /// Whether more parts follow, read from the flags at the start of `in`, which stays.
  static boolean more(WireReader in) {
    return (in.peek16(2) & MORE) != 0;
  }

  /// Whether these are flow descriptions; `in` stays.
  static boolean listsFlows(WireReader in) {
    return in.peek16(0) == FLOW_DESC;
  }

  static Answer readReply(WireReader in) {
    int type = in.u16();
    in.skip(6); // flags, padding
    return switch (type) {
      case FLOW_DESC -> new Answer.Flows(list(in, FlowCodec::readDescription));
      case AGGREGATE -> {
        var stats = OxsCodec.read(in);
        yield new Answer.Aggregate(stats.flows(), stats.packets(), stats.bytes());
      }
      case TABLE -> new Answer.Tables(list(in, MultipartCodec::readTable));
      case TABLE_DESC -> new Answer.TableDescriptions(list(in, MultipartCodec::readDescription));
      case PORT_DESC -> new Answer.Ports(list(in, PortCodec::read));
      case PORT_STATS -> new Answer.PortCounters(list(in, PortCodec::readStats));
      case GROUP_DESC -> new Answer.Groups(list(in, GroupCodec::readDescription));
      case GROUP_STATS -> new Answer.GroupCounters(list(in, GroupCodec::readStats));
      case METER_CONFIG -> new Answer.Meters(list(in, MeterCodec::readDescription));
      case METER_STATS -> new Answer.MeterCounters(list(in, MeterCodec::readStats));
      default -> new Answer.Unknown(type, in.rest());
    };
  }

  private static <T> List<T> list(WireReader in, Function<WireReader, T> read) {
    List<T> parts = new ArrayList<>();
    while (in.hasMore()) {
      parts.add(read.apply(in));
    }
    return parts;
  }

  private static void writeTable(TableCounters table, WireWriter out) {
    out.u8(table.table());
    out.zeros(3);
    out.u32(table.active());
    out.u64(table.lookups());
    out.u64(table.matches());
  }

  private static TableCounters readTable(WireReader in) {
    int table = in.u8();
    in.skip(3);
    return new TableCounters(table, in.u32(), in.u64(), in.u64());
  }

  private static void writeTableDescription(TableDescription table, WireWriter out) {
    int start = out.size();
    out.u16(0); // length
    out.u8(table.table());
    out.u8(0);
    out.u32(table.config());
    out.bytes(table.properties());
    out.length16(start, start);
  }

  private static TableDescription readDescription(WireReader in) {
    WireReader table = in.structure(0, 8);
    table.skip(2);
    int number = table.u8();
    table.skip(1);
    return new TableDescription(number, table.u32(), table.rest());
  }
}
