package io.weft.openflow.text;

import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import java.util.List;
import java.util.stream.Collectors;

/// Changes in text, as `ovs-ofctl bundle` takes those of flows and groups; those of meters alike.
public final class ChangeText {

  private ChangeText() {}

  /// The change in one line.
  public static String print(Change change, Names names) {
    return switch (change) {
      case Change.AddFlow(Flow flow) -> "flow add " + FlowText.print(flow, names);
      case Change.ModifyFlow(Flow flow) -> "flow modify_strict " + FlowText.print(flow, names);
      case Change.DeleteFlow(Flow.Key key) ->
          "flow delete_strict table=%s,priority=%d%s"
              .formatted(
                  names.table(key.table()),
                  key.priority(),
                  and(MatchText.print(key.match(), names)));
      case Change.DeleteFlows delete -> "flow delete " + selection(delete, names);
      case Change.AddGroup(Group group) -> "group add " + GroupText.print(group, names);
      case Change.ModifyGroup(Group group) -> "group modify " + GroupText.print(group, names);
      case Change.DeleteGroup(long id) -> "group delete group_id=" + id;
      case Change.DeleteAllGroups() -> "group delete";
      case Change.InsertBuckets insert ->
          "group insert_bucket group_id=%d,command_bucket_id=%s%s"
              .formatted(
                  insert.groupId(),
                  place(insert.position()),
                  GroupText.buckets(insert.buckets(), names));
      case Change.RemoveBuckets(long group, long bucket) ->
          "group remove_bucket group_id=%d,command_bucket_id=%s".formatted(group, place(bucket));
      case Change.AddMeter(var meter) -> "meter add " + oneLine(MeterText.print(meter));
      case Change.ModifyMeter(var meter) -> "meter modify " + oneLine(MeterText.print(meter));
      case Change.DeleteMeter(long id) -> "meter delete meter=" + id;
    };
  }

  private static String selection(Change.DeleteFlows delete, Names names) {
    String table =
        delete.table() == Change.DeleteFlows.ALL_TABLES
            ? ""
            : "table=" + names.table(delete.table());
    String cookie =
        delete.cookieMask() == 0
            ? ""
            : "cookie=%s/%s"
                .formatted(Numbers.hex(delete.cookie()), Numbers.hex(delete.cookieMask()));
    return List.of(table, cookie, MatchText.print(delete.match(), names)).stream()
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(","));
  }

  private static String and(String match) {
    return match.isEmpty() ? "" : "," + match;
  }

  private static String place(long bucket) {
    if (bucket == Change.InsertBuckets.FIRST) {
      return "first";
    } else if (bucket == Change.InsertBuckets.LAST) {
      return "last";
    }
    return bucket == Change.RemoveBuckets.ALL ? "all" : Long.toString(bucket);
  }

  private static String oneLine(String text) {
    return text.replace('\n', ' ');
  }
}
