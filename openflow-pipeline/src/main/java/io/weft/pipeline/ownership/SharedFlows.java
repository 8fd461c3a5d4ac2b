package io.weft.pipeline.ownership;

import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.action.Action.Conjunction;
import io.weft.pipeline.ownership.Contribution.Share;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Purpose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The flows that several owners have together: dimensions of conjunctive matches, in order.
final class SharedFlows {

  private static final Owner OWNER = new Owner(Cookie.Kind.SHARED, "");
  private static final long COOKIE = Cookie.bits(Cookie.Kind.SHARED, Purpose.RULE, 0);

  private static final Comparator<Conjunction> ORDER =
      (one, other) -> {
        int byId = Long.compare(one.id(), other.id());
        return byId != 0 ? byId : Integer.compare(one.clause(), other.clause());
      };

  /// A flow, with how many owners want each of its dimensions.
  private static final class Joint {
    final Flow.Key key;
    final TreeMap<Conjunction, Integer> wanted = new TreeMap<>(ORDER);
    boolean touched;

    Joint(Flow.Key key) {
      this.key = key;
    }
  }

  private final Map<Flow.Key, Joint> joints = new HashMap<>();
  private List<Joint> touched = new ArrayList<>();

  /// Somebody has this share; the same one is there as often as it was added.
  ///
  /// @return an equal share that costs less to keep
  Share add(Share share) {
    Joint joint = joints.get(share.key());
    if (joint == null) {
      joint = new Joint(share.key());
      joints.put(share.key(), joint);
    }
    joint.wanted.merge(share.conjunction(), 1, Integer::sum);
    touch(joint);
    return new Share(joint.key, share.conjunction());
  }

  /// Somebody who had this share has it no more.
  void remove(Share share) {
    Joint joint = joints.get(share.key());
    if (joint == null) {
      throw new IllegalStateException("nobody has " + share);
    }
    joint.wanted.merge(share.conjunction(), -1, SharedFlows::sum);
    touch(joint);
  }

  @SuppressWarnings("NullAway") // null takes the entry out
  private static Integer sum(Integer count, Integer change) {
    return count + change == 0 ? null : Integer.valueOf(count + change);
  }

  private void touch(Joint joint) {
    if (!joint.touched) {
      joint.touched = true;
      touched.add(joint);
    }
  }

  /// Writes the flows that changed since the last time.
  void settle(Shelf<Flow.Key, Flow> flows) {
    List<Joint> settled = touched;
    touched = new ArrayList<>();
    for (Joint joint : settled) {
      joint.touched = false;
      if (!joint.wanted.isEmpty()) {
        flows.put(OWNER, joint.key, flow(joint));
      } else {
        joints.remove(joint.key);
        flows.remove(OWNER, joint.key);
      }
    }
  }

  private static Flow flow(Joint joint) {
    return new Flow(
        joint.key.table(),
        joint.key.priority(),
        COOKIE,
        joint.key.match(),
        List.copyOf(joint.wanted.keySet()),
        FlowOptions.NONE);
  }
}
