package io.weft.ovsdb.control;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which Open vSwitch runs, as `ovs-vswitchd` itself says (command `version`). The database has a
/// column for it, but only a start script fills that, and not when the program alone is replaced.
///
/// @param major the 3 of 3.1.0
/// @param minor the 1 of 3.1.0
public record SwitchVersion(int major, int minor) {

  /// One that says nothing of itself: older than all others, so that nothing is expected of it.
  public static final SwitchVersion UNKNOWN = new SwitchVersion(0, 0);

  private static final Pattern GRAMMAR = Pattern.compile("\\(Open vSwitch\\) (\\d+)\\.(\\d+)\\.");

  /// Reads `ovs-vswitchd (Open vSwitch) 3.1.0`; [#UNKNOWN] if it is nothing like that.
  public static SwitchVersion parse(String text) {
    Matcher read = GRAMMAR.matcher(text);
    return read.find()
        ? new SwitchVersion(Integer.parseInt(read.group(1)), Integer.parseInt(read.group(2)))
        : UNKNOWN;
  }

  /// Whether it is this version or a later one.
  public boolean isAtLeast(int wantedMajor, int wantedMinor) {
    return major > wantedMajor || (major == wantedMajor && minor >= wantedMinor);
  }

  @Override
  public String toString() {
    return equals(UNKNOWN) ? "unknown" : major + "." + minor;
  }
}
