package io.weft.openflow.message;

import io.weft.net.Bytes;
import io.weft.openflow.match.OfPort;

/// A question about what the bridge holds (OpenFlow 1.5.1 §7.3.5).
public sealed interface Query {

  /// Every group.
  long ALL_GROUPS = 0xffff_fffcL;

  /// Every meter.
  long ALL_METERS = 0xffff_ffffL;

  /// Flows with their counters; answered by [Answer.Flows].
  record Flows(FlowFilter filter) implements Query {}

  /// Sums over flows; answered by [Answer.Aggregate].
  record Aggregate(FlowFilter filter) implements Query {}

  /// Counters of the tables that hold or have looked up something; answered by [Answer.Tables].
  record Tables() implements Query {}

  /// Names and limits of the tables; answered by [Answer.TableDescriptions].
  record TableDescriptions() implements Query {}

  /// Ports; answered by [Answer.Ports].
  ///
  /// @param port one port, or [OfPort#ANY] for all
  record Ports(OfPort port) implements Query {}

  /// Counters of ports; answered by [Answer.PortCounters].
  ///
  /// @param port one port, or [OfPort#ANY] for all
  record PortCounters(OfPort port) implements Query {}

  /// Groups with their buckets; answered by [Answer.Groups].
  ///
  /// @param group one group, or [#ALL_GROUPS]
  record Groups(long group) implements Query {}

  /// Counters of groups; answered by [Answer.GroupCounters].
  ///
  /// @param group one group, or [#ALL_GROUPS]
  record GroupCounters(long group) implements Query {}

  /// Meters with their bands; answered by [Answer.Meters].
  ///
  /// @param meter one meter, or [#ALL_METERS]
  record Meters(long meter) implements Query {}

  /// Counters of meters; answered by [Answer.MeterCounters].
  ///
  /// @param meter one meter, or [#ALL_METERS]
  record MeterCounters(long meter) implements Query {}

  /// A question without a case of its own; answered by [Answer.Unknown].
  ///
  /// @param type the 16-bit multipart type
  /// @param body what follows the multipart header
  record Unknown(int type, Bytes body) implements Query {}
}
