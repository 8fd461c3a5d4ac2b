package io.weft.openflow;

import io.weft.openflow.action.Action;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import java.util.List;
import java.util.Optional;

/// A flow (entry): in its table, the match of highest priority that fits decides the actions.
///
/// @param table 0 to 254
/// @param priority 0 to 65535; of several that match, the highest wins
/// @param cookie 64 bits for the owner; not part of the identity
/// @param match which packets; it says what its fields need ([io.weft.openflow.match.Prerequisite]), or Open vSwitch would
///     refuse the flow
/// @param actions what is done, in order; none drops the packet
/// @param options timeouts and flags, mostly [FlowOptions#NONE]
public record Flow(
    int table, int priority, long cookie, Match match, List<Action> actions, FlowOptions options) {

  /// What tells flows of one bridge apart.
  ///
  /// @param table 0 to 254
  /// @param priority 0 to 65535
  /// @param match which packets
  public record Key(int table, int priority, Match match) {
    public Key {
      Range.check("table", table, 0, 254);
      Range.check("priority", priority, 0, 65535);
    }

    // Written out, for there are many: a quick compiler does not see through what is generated.
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && table == key.table
          && priority == key.priority
          && match.equals(key.match);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * table + priority) + match.hashCode();
    }
  }

  public Flow {
    Range.check("table", table, 0, 254);
    Range.check("priority", priority, 0, 65535);
    Optional<FieldMatch> wanting = match.wanting();
    if (wanting.isPresent()) {
      FieldMatch field = wanting.get();
      throw new IllegalArgumentException(
          "match on %s needs one on %s first: %s"
              .formatted(field, field.field().prerequisite(), match));
    }
    actions = List.copyOf(actions);
  }

  // Written out, like that of the key.
  @Override
  public boolean equals(Object other) {
    return other instanceof Flow flow
        && table == flow.table
        && priority == flow.priority
        && cookie == flow.cookie
        && match.equals(flow.match)
        && actions.equals(flow.actions)
        && options.equals(flow.options);
  }

  @Override
  public int hashCode() {
    return 31 * key().hashCode() + actions.hashCode();
  }

  /// A flow without timeouts and flags.
  public static Flow of(int table, int priority, long cookie, Match match, Action... actions) {
    return new Flow(table, priority, cookie, match, List.of(actions), FlowOptions.NONE);
  }

  /// What tells this flow from others.
  public Key key() {
    return new Key(table, priority, match);
  }
}
