package io.weft.openflow;

import io.weft.openflow.match.Match;
import java.util.List;

/// One change to a bridge, as a value; the client sends several of them in a bundle, in order.
///
/// Groups come before the flows that name them. Deleting a group deletes its flows.
public sealed interface Change {

  /// A change of flows.
  sealed interface OfFlows extends Change {}

  /// A change of groups.
  sealed interface OfGroups extends Change {}

  /// A change of meters.
  sealed interface OfMeters extends Change {}

  /// Adds the flow, in the place of one with the same key if there is one.
  record AddFlow(Flow flow) implements OfFlows {}

  /// Gives the flow of this key new actions and adds nothing; cookie, options and counters stay as
  /// they are (measured with Open vSwitch 3.1). For a new cookie or new options add the flow again.
  record ModifyFlow(Flow flow) implements OfFlows {}

  /// Deletes the flow of exactly this key, if there is one.
  record DeleteFlow(Flow.Key key) implements OfFlows {}

  /// Deletes all flows that lie in the table and within the match and whose cookie fits.
  ///
  /// @param table 0 to 254, or [#ALL_TABLES]
  /// @param match which flows: those that match at least what this says
  /// @param cookie the wanted bits
  /// @param cookieMask which bits of the cookie count; 0 for any cookie
  record DeleteFlows(int table, Match match, long cookie, long cookieMask) implements OfFlows {
    public static final int ALL_TABLES = 255;

    public DeleteFlows {
      Range.check("table", table, 0, 255);
      cookie &= cookieMask;
    }
  }

  /// Adds a group; an error if it is there.
  record AddGroup(Group group) implements OfGroups {}

  /// Makes the group of this id this; an error if it is not there.
  record ModifyGroup(Group group) implements OfGroups {}

  /// Deletes the group and the flows that use it; nothing if it is not there.
  record DeleteGroup(long id) implements OfGroups {
    public DeleteGroup {
      Range.check("group id", id, 0, Group.MAX_ID);
    }
  }

  /// Deletes all groups.
  record DeleteAllGroups() implements OfGroups {}

  /// Adds buckets to a group.
  ///
  /// @param groupId which group
  /// @param position where: [#FIRST], [#LAST], or after the bucket of this id
  /// @param buckets in order, with new ids
  record InsertBuckets(long groupId, long position, List<Bucket> buckets) implements OfGroups {
    public static final long FIRST = 0xffff_fffdL;
    public static final long LAST = 0xffff_fffeL;

    public InsertBuckets {
      Range.check("group id", groupId, 0, Group.MAX_ID);
      Range.check("bucket position", position, 0, LAST);
      buckets = List.copyOf(buckets);
    }
  }

  /// Takes buckets out of a group.
  ///
  /// @param groupId which group
  /// @param bucketId the bucket, or [#FIRST], [#LAST], [#ALL]
  record RemoveBuckets(long groupId, long bucketId) implements OfGroups {
    public static final long FIRST = 0xffff_fffdL;
    public static final long LAST = 0xffff_fffeL;
    public static final long ALL = 0xffff_ffffL;

    public RemoveBuckets {
      Range.check("group id", groupId, 0, Group.MAX_ID);
      Range.check("bucket id", bucketId, 0, ALL);
    }
  }

  /// Adds a meter; an error if it is there.
  record AddMeter(Meter meter) implements OfMeters {}

  /// Makes the meter of this id this; an error if it is not there.
  record ModifyMeter(Meter meter) implements OfMeters {}

  /// Deletes the meter and the flows that use it.
  record DeleteMeter(long id) implements OfMeters {
    public DeleteMeter {
      Range.check("meter id", id, 1, 0xffff_0000L);
    }
  }
}
