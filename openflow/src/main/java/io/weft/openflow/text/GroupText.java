package io.weft.openflow.text;

import io.weft.openflow.Bucket;
import io.weft.openflow.Group;
import io.weft.openflow.Group.Selection;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.OfPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Groups in text: `group_id=1,type=select,selection_method=dp_hash,bucket=bucket_id:0,…`.
public final class GroupText {

  private GroupText() {}

  /// The group as `ovs-ofctl dump-groups` prints it, without the blank before it.
  public static String print(Group group, Names names) {
    StringBuilder text = new StringBuilder();
    text.append("group_id=").append(group.id()).append(",type=").append(type(group.type()));
    Selection selection = group.selection();
    if (selection.method() != Selection.Method.DEFAULT) {
      text.append(",selection_method=").append(method(selection.method()));
    }
    if (selection.parameter() != 0) {
      text.append(",selection_method_param=").append(Long.toUnsignedString(selection.parameter()));
    }
    if (!selection.fields().isEmpty()) {
      boolean one = selection.fields().size() == 1;
      text.append(one ? ",fields=" : ",fields(").append(fields(selection.fields(), names));
      text.append(one ? "" : ")");
    }
    return text.append(buckets(group.buckets(), names)).toString();
  }

  /// The buckets, each with a comma before it.
  static String buckets(List<Bucket> buckets, Names names) {
    StringBuilder text = new StringBuilder();
    for (Bucket bucket : buckets) {
      text.append(",bucket=");
      print(text, bucket, names);
    }
    return text.toString();
  }

  private static String type(Group.Type type) {
    return type == Group.Type.FAST_FAILOVER ? "ff" : type.name().toLowerCase(Locale.ROOT);
  }

  private static String method(Selection.Method method) {
    return method.name().toLowerCase(Locale.ROOT);
  }

  private static String fields(List<FieldMatch> fields, Names names) {
    List<String> parts = new ArrayList<>();
    for (FieldMatch field : fields) {
      boolean whole = field.isExact();
      String mask = FieldText.print(Masked.exact(field.field(), field.mask()), names);
      parts.add(field.field() + (whole ? "" : "=" + mask));
    }
    return String.join(",", parts);
  }

  private static void print(StringBuilder text, Bucket bucket, Names names) {
    text.append("bucket_id:").append(bucket.id());
    if (bucket.weight() != 1) {
      text.append(",weight:").append(bucket.weight());
    }
    if (!bucket.watchPort().equals(OfPort.ANY)) {
      text.append(",watch_port:").append(names.port(bucket.watchPort()));
    }
    if (bucket.watchGroup() != Bucket.NO_GROUP) {
      text.append(",watch_group:").append(bucket.watchGroup());
    }
    text.append(",actions=").append(ActionText.print(bucket.actions(), names));
  }

  /// Reads one group; buckets without an id get the lowest free one, as in the switch.
  ///
  /// @throws SyntaxException if it is malformed
  public static Group parse(String line, Names names) {
    List<Item> items = Item.split(line, 0, line.length());
    int first = 0;
    while (first < items.size() && !isBucket(items.get(first))) {
      first++;
    }
    GroupHead head = GroupHead.parse(line, items.subList(0, first), names);
    List<Bucket> buckets = new ArrayList<>();
    int at = first;
    while (at < items.size()) {
      int next = at + 1;
      while (next < items.size() && !isBucket(items.get(next))) {
        next++;
      }
      buckets.add(bucket(items.subList(at, next), freeId(buckets), names));
      at = next;
    }
    try {
      return new Group(head.id(), head.type(), head.selection(), buckets);
    } catch (IllegalArgumentException e) {
      throw items.getFirst().failure(e);
    }
  }

  private static boolean isBucket(Item item) {
    return item.key().equals("bucket") || item.key().equals("buckets");
  }

  private static long freeId(List<Bucket> buckets) {
    long id = 0;
    for (int i = 0; i < buckets.size(); i++) {
      if (buckets.get(i).id() == id) {
        id++;
        i = -1;
      }
    }
    return id;
  }

  private static Bucket bucket(List<Item> items, long freeId, Names names) {
    long id = freeId;
    int weight = 1;
    OfPort watchPort = OfPort.ANY;
    long watchGroup = Bucket.NO_GROUP;
    List<Item> actions = new ArrayList<>();
    Item start = items.getFirst();
    List<Item> parts = new ArrayList<>(start.items());
    parts.addAll(items.subList(1, items.size()));
    for (Item part : parts) {
      try {
        switch (part.key()) {
          case "bucket_id" -> id = Numbers.readLong("bucket id", part.value(), 0, Group.MAX_ID);
          case "weight" -> weight = Numbers.read("weight", part.value(), 0, 65535);
          case "watch_port" -> watchPort = names.readPort(part.value());
          case "watch_group" ->
              watchGroup = Numbers.readLong("watch_group", part.value(), 0, Group.MAX_ID);
          case "actions", "action" -> actions.addAll(part.items());
          default -> actions.add(part);
        }
      } catch (IllegalArgumentException e) {
        throw part.failure(e);
      }
    }
    List<Action> read = ActionText.parse(actions, names);
    return new Bucket(id, weight, watchPort, watchGroup, read);
  }

  /// Reads a whole dump: one group per line; blank lines, comments from `#` on and the line that
  /// names the reply are skipped.
  public static List<Group> parseAll(String dump, Names names) {
    return dump.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("OFPST_"))
        .map(line -> parse(line, names))
        .toList();
  }

  /// What stands before the buckets.
  private record GroupHead(long id, Group.Type type, Selection selection) {

    static GroupHead parse(String line, List<Item> items, Names names) {
      long id = -1;
      Group.Type type = null;
      Selection.Method method = Selection.Method.DEFAULT;
      long parameter = 0;
      List<FieldMatch> fields = new ArrayList<>();
      for (Item item : items) {
        try {
          switch (item.key()) {
            case "group_id" -> id = Numbers.readLong("group_id", item.value(), 0, Group.MAX_ID);
            case "type" -> type = type(item.value());
            case "selection_method" ->
                method = Selection.Method.valueOf(item.value().toUpperCase(Locale.ROOT));
            case "selection_method_param" ->
                parameter = Numbers.readUnsigned("selection_method_param", item.value());
            case "fields" -> item.items().forEach(part -> fields.add(field(part, names)));
            default -> throw item.failure("a group has no option '%s'".formatted(item.key()));
          }
        } catch (IllegalArgumentException e) {
          throw item.failure(e);
        }
      }
      if (id < 0 || type == null) {
        throw new SyntaxException(line, 0, "a group needs group_id and type");
      }
      return new GroupHead(id, type, new Selection(method, parameter, fields));
    }

    private static Group.Type type(String text) {
      return switch (text) {
        case "all" -> Group.Type.ALL;
        case "select" -> Group.Type.SELECT;
        case "indirect" -> Group.Type.INDIRECT;
        case "ff", "fast_failover" -> Group.Type.FAST_FAILOVER;
        default -> throw new IllegalArgumentException("no group has the type '" + text + "'");
      };
    }

    private static FieldMatch field(Item part, Names names) {
      Field field = FieldText.field(part.key());
      Bits mask =
          part.hasValue() ? FieldText.parse(field, part.value(), names).value() : field.ones();
      return new FieldMatch(field, mask, mask);
    }
  }
}
