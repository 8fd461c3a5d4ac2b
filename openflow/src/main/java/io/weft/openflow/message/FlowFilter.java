package io.weft.openflow.message;

import io.weft.openflow.match.Match;

/// Which flows a question is about; a flow has to fit every part.
///
/// @param table a table, or [#ALL_TABLES]
/// @param cookie what the cookie must be, under the mask
/// @param cookieMask the bits of the cookie that count; 0 for any cookie
/// @param match flows at least as specific as this
public record FlowFilter(int table, long cookie, long cookieMask, Match match) {

  public static final int ALL_TABLES = 0xff;

  /// Every flow of the bridge.
  public static final FlowFilter ALL = new FlowFilter(ALL_TABLES, 0, 0, Match.any());

  /// Every flow of a table.
  public static FlowFilter table(int table) {
    return new FlowFilter(table, 0, 0, Match.any());
  }

  /// Every flow whose cookie has these bits.
  public static FlowFilter cookie(long cookie, long mask) {
    return new FlowFilter(ALL_TABLES, cookie, mask, Match.any());
  }
}
