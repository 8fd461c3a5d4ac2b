package io.weft.ovsdb.openvswitch;

/// What became of changes that the database server answered.
public sealed interface SwitchAnswer {

  /// The database has them.
  ///
  /// @param configuration the value of `next_cfg` that counts them in; once `cur_cfg` has reached
  ///     it, ovs-vswitchd has carried them out
  record Committed(long configuration) implements SwitchAnswer {}

  /// Nothing of it was done.
  ///
  /// @param reason names the thing and says why
  record Rejected(String reason) implements SwitchAnswer {}
}
