package io.weft.openflow;

import io.weft.openflow.match.FieldMatch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A group: several action lists, and how they are chosen from.
///
/// @param id 0 to 0xffffff00
/// @param type how many buckets a packet gets
/// @param selection how a select group chooses; [Selection#DEFAULT] for other types
/// @param buckets in order, with ids of their own
public record Group(long id, Type type, Selection selection, List<Bucket> buckets) {

  private static final int FEW = 16;

  /// The greatest group id.
  public static final long MAX_ID = 0xffff_ff00L;

  /// How many buckets a packet gets (OpenFlow 1.5.1 §5.10.1), in the order of the wire.
  public enum Type {
    ALL,
    SELECT,
    INDIRECT,
    FAST_FAILOVER
  }

  /// How a select group chooses (ovs-ofctl(8), `selection_method`).
  ///
  /// @param method which hash
  /// @param parameter a 64-bit number for the method, 0 unless known better
  /// @param fields what [Method#HASH] hashes: in each the value equals the mask, the bits that count
  public record Selection(Method method, long parameter, List<FieldMatch> fields) {

    /// What Open vSwitch does by itself.
    public static final Selection DEFAULT = new Selection(Method.DEFAULT, 0, List.of());

    /// The hash that the datapath computes: no upcall per connection.
    public static final Selection DP_HASH = new Selection(Method.DP_HASH, 0, List.of());

    /// Which hash.
    public enum Method {
      DEFAULT,
      HASH,
      DP_HASH
    }

    public Selection {
      if (method == Method.DEFAULT && (parameter != 0 || !fields.isEmpty())) {
        throw new IllegalArgumentException(
            "selection parameter %d and fields %s without a method".formatted(parameter, fields));
      }
      for (FieldMatch field : fields) {
        if (!field.value().equals(field.mask())) {
          throw new IllegalArgumentException(
              "selection field %s: value is not mask".formatted(field));
        }
      }
      fields = List.copyOf(fields);
    }
  }

  public Group {
    Range.check("group id", id, 0, MAX_ID);
    if (type != Type.SELECT && !selection.equals(Selection.DEFAULT)) {
      throw new IllegalArgumentException(
          "group %d of type %s takes no %s".formatted(id, type, selection));
    }
    if (type == Type.INDIRECT && buckets.size() != 1) {
      throw new IllegalArgumentException(
          "group %d of type INDIRECT has one bucket, not %d".formatted(id, buckets.size()));
    }
    buckets = List.copyOf(buckets);
    checkIds(id, buckets);
  }

  private static void checkIds(long id, List<Bucket> buckets) {
    if (buckets.size() > FEW) {
      Set<Long> ids = HashSet.newHashSet(buckets.size());
      for (Bucket bucket : buckets) {
        checkId(id, bucket, !ids.add(bucket.id()));
      }
      return;
    }
    for (int i = 1; i < buckets.size(); i++) { // as most groups are: this makes no objects
      boolean twice = false;
      for (int j = 0; j < i; j++) {
        twice |= buckets.get(i).id() == buckets.get(j).id();
      }
      checkId(id, buckets.get(i), twice);
    }
  }

  private static void checkId(long id, Bucket bucket, boolean twice) {
    if (twice) {
      throw new IllegalArgumentException(
          "group %d has two buckets with the id %d".formatted(id, bucket.id()));
    }
  }

  /// A select group that uses the datapath's hash.
  public static Group select(long id, List<Bucket> buckets) {
    return new Group(id, Type.SELECT, Selection.DP_HASH, buckets);
  }
}
