package io.weft.openflow.wire;

import io.weft.openflow.Bucket;
import io.weft.openflow.Change;
import io.weft.openflow.Group;
import io.weft.openflow.Group.Selection;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.message.Counter;
import io.weft.openflow.message.GroupStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Groups and buckets (OpenFlow 1.5.1 §7.3.4.4, §7.3.5.10) with the selection method, a property of
/// Netronome's.
final class GroupCodec {

  private static final int ADD = 0;
  private static final int MODIFY = 1;
  private static final int DELETE = 2;
  private static final int INSERT_BUCKET = 3;
  private static final int REMOVE_BUCKET = 5;

  private static final int ALL_GROUPS = 0xffff_fffc;
  private static final int ALL_BUCKETS = 0xffff_ffff;

  private static final int WEIGHT = 0;
  private static final int WATCH_PORT = 1;
  private static final int WATCH_GROUP = 2;
  private static final int EXPERIMENTER = 0xffff;
  private static final int SELECTION_METHOD = 1;
  private static final int METHOD_NAME_LENGTH = 16;

  private GroupCodec() {}

  static void writeMod(Change.OfGroups change, WireWriter out) {
    switch (change) {
      case Change.AddGroup(Group group) -> writeMod(ADD, group, out);
      case Change.ModifyGroup(Group group) -> writeMod(MODIFY, group, out);
      case Change.DeleteGroup(long id) -> writeMod(DELETE, (int) id, out);
      case Change.DeleteAllGroups _ -> writeMod(DELETE, ALL_GROUPS, out);
      case Change.InsertBuckets(long id, long position, List<Bucket> buckets) -> {
        int length = header(INSERT_BUCKET, Group.Type.ALL, (int) id, (int) position, out);
        writeBuckets(buckets, true, length, out);
      }
      case Change.RemoveBuckets(long id, long bucket) ->
          header(REMOVE_BUCKET, Group.Type.ALL, (int) id, (int) bucket, out);
    }
  }

  private static void writeMod(int command, int id, WireWriter out) {
    header(command, Group.Type.ALL, id, ALL_BUCKETS, out);
  }

  private static void writeMod(int command, Group group, WireWriter out) {
    int length = header(command, group.type(), (int) group.id(), ALL_BUCKETS, out);
    writeBuckets(group.buckets(), group.type() == Group.Type.SELECT, length, out);
    writeSelection(group.selection(), out);
  }

  /// The part before the buckets; returns where their length stands.
  private static int header(int command, Group.Type type, int id, int bucket, WireWriter out) {
    out.u16(command);
    out.u8(Numbers.of(type));
    out.u8(0);
    out.u32(id);
    int length = out.size();
    out.u16(0); // bucket_array_len
    out.u16(0);
    out.u32(bucket); // command_bucket_id
    return length;
  }

  private static void writeBuckets(
      List<Bucket> buckets, boolean weighted, int length, WireWriter out) {
    int start = out.size();
    for (Bucket bucket : buckets) {
      write(bucket, weighted, out);
    }
    out.length16(length, start);
  }

  private static void write(Bucket bucket, boolean weighted, WireWriter out) {
    int start = out.size();
    out.u16(0); // length
    out.u16(0); // action_array_len
    out.u32((int) bucket.id());
    ActionCodec.write(bucket.actions(), out);
    out.length16(start + 2, start + 8);
    if (weighted) {
      Properties.u16(WEIGHT, bucket.weight(), out);
    }
    if (!bucket.watchPort().equals(OfPort.ANY)) {
      Properties.u32(WATCH_PORT, bucket.watchPort().number(), out);
    }
    if (bucket.watchGroup() != Bucket.NO_GROUP) {
      Properties.u32(WATCH_GROUP, (int) bucket.watchGroup(), out);
    }
    out.length16(start, start);
  }

  private static void writeSelection(Selection selection, WireWriter out) {
    String method =
        switch (selection.method()) {
          case DEFAULT -> "";
          case HASH -> "hash";
          case DP_HASH -> "dp_hash";
        };
    if (method.isEmpty()) {
      return;
    }
    int start = Properties.begin(EXPERIMENTER, out);
    out.u32(Nicira.NETRONOME);
    out.u32(SELECTION_METHOD);
    out.zeros(4);
    for (int i = 0; i < METHOD_NAME_LENGTH; i++) {
      out.u8(i < method.length() ? method.charAt(i) : 0);
    }
    out.u64(selection.parameter());
    for (FieldMatch field : selection.fields()) {
      // The mask stands where the value would; there is no mask beside it.
      Oxm.write(field.field(), field.mask(), field.mask(), true, out);
    }
    Properties.end(start, out);
  }

  static Change readMod(WireReader in) {
    int command = in.u16();
    Group.Type type = in.oneOf("group type", in.u8(), Group.Type.values());
    in.skip(1);
    long id = Integer.toUnsignedLong(in.u32());
    int length = in.u16();
    in.skip(2);
    long bucketId = Integer.toUnsignedLong(in.u32());
    List<Bucket> buckets = readBuckets(in.part(length));
    Selection selection = readSelection(in);
    return switch (command) {
      case ADD -> new Change.AddGroup(new Group(id, type, selection, buckets));
      case MODIFY -> new Change.ModifyGroup(new Group(id, type, selection, buckets));
      case DELETE ->
          (int) id == ALL_GROUPS ? new Change.DeleteAllGroups() : new Change.DeleteGroup(id);
      case INSERT_BUCKET -> new Change.InsertBuckets(id, bucketId, buckets);
      case REMOVE_BUCKET -> new Change.RemoveBuckets(id, bucketId);
      default -> throw in.malformed("group command %d is unknown".formatted(command));
    };
  }

  private static List<Bucket> readBuckets(WireReader in) {
    List<Bucket> buckets = new ArrayList<>();
    while (in.hasMore()) {
      buckets.add(readBucket(in.structure(0, 8)));
    }
    return buckets;
  }

  private static Bucket readBucket(WireReader in) {
    in.skip(2);
    int length = in.u16();
    long id = Integer.toUnsignedLong(in.u32());
    List<Action> actions = ActionCodec.read(in.part(length));
    int weight = 1;
    OfPort watchPort = OfPort.ANY;
    long watchGroup = Bucket.NO_GROUP;
    while (in.hasMore()) {
      WireReader property = Properties.next(in);
      int type = property.u16();
      property.skip(2);
      switch (type) {
        case WEIGHT -> weight = property.u16();
        case WATCH_PORT -> watchPort = new OfPort(property.u32());
        case WATCH_GROUP -> watchGroup = Integer.toUnsignedLong(property.u32());
        default -> throw property.malformed("bucket property %d is unknown".formatted(type));
      }
    }
    return new Bucket(id, weight, watchPort, watchGroup, actions);
  }

  private static Selection readSelection(WireReader in) {
    Selection selection = Selection.DEFAULT;
    while (in.hasMore()) {
      WireReader property = Properties.next(in);
      int type = property.u16();
      property.skip(2);
      if (type != EXPERIMENTER
          || property.u32() != Nicira.NETRONOME
          || property.u32() != SELECTION_METHOD) {
        throw property.malformed("group property %d is unknown".formatted(type));
      }
      property.skip(4);
      String name = property.text(METHOD_NAME_LENGTH);
      Selection.Method method =
          switch (name) {
            case "" -> Selection.Method.DEFAULT;
            case "hash" -> Selection.Method.HASH;
            case "dp_hash" -> Selection.Method.DP_HASH;
            default -> throw property.malformed("selection method '" + name + "' is unknown");
          };
      selection = new Selection(method, property.u64(), readFields(property));
    }
    return selection;
  }

  private static List<FieldMatch> readFields(WireReader in) {
    List<FieldMatch> fields = new ArrayList<>();
    while (in.hasMore()) {
      Field field = Oxm.field(in.peek16(0) << 16 | in.peek16(2));
      if (field == null) {
        throw in.malformed("a selection field is unknown");
      }
      in.skip(4);
      var mask = Oxm.bits(in, field.bytes());
      fields.add(new FieldMatch(field, mask, mask));
    }
    return fields;
  }

  static void writeDescription(Group group, WireWriter out) {
    int start = out.size();
    out.u16(0); // length
    out.u8(Numbers.of(group.type()));
    out.u8(0);
    out.u32((int) group.id());
    int length = out.size();
    out.u16(0); // bucket_list_len
    out.zeros(6);
    writeBuckets(group.buckets(), group.type() == Group.Type.SELECT, length, out);
    writeSelection(group.selection(), out);
    out.length16(start, start);
  }

  static Group readDescription(WireReader in) {
    WireReader group = in.structure(0, 16);
    group.skip(2);
    Group.Type type = group.oneOf("group type", group.u8(), Group.Type.values());
    group.skip(1);
    long id = Integer.toUnsignedLong(group.u32());
    int length = group.u16();
    group.skip(6);
    List<Bucket> buckets = readBuckets(group.part(length));
    return new Group(id, type, readSelection(group), buckets);
  }

  static void writeStats(GroupStats stats, WireWriter out) {
    int start = out.size();
    out.u16(0); // length
    out.zeros(2);
    out.u32((int) stats.group());
    out.u32(stats.references());
    out.zeros(4);
    out.u64(stats.packets());
    out.u64(stats.bytes());
    out.u32((int) stats.age().toSeconds());
    out.u32(stats.age().toNanosPart());
    for (Counter bucket : stats.buckets()) {
      out.u64(bucket.packets());
      out.u64(bucket.bytes());
    }
    out.length16(start, start);
  }

  static GroupStats readStats(WireReader in) {
    WireReader stats = in.structure(0, 40);
    stats.skip(4);
    long id = Integer.toUnsignedLong(stats.u32());
    int references = stats.u32();
    stats.skip(4);
    long packets = stats.u64();
    long bytes = stats.u64();
    Duration age = OxsCodec.time(stats);
    List<Counter> buckets = new ArrayList<>();
    while (stats.hasMore()) {
      buckets.add(new Counter(stats.u64(), stats.u64()));
    }
    return new GroupStats(id, references, packets, bytes, age, buckets);
  }
}
