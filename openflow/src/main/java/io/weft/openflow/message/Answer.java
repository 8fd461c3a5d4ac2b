package io.weft.openflow.message;

import io.weft.net.Bytes;
import io.weft.openflow.FlowStats;
import io.weft.openflow.Group;
import io.weft.openflow.Meter;
import java.util.List;

/// What the bridge holds, or a part of it: the reply to a [Query].
public sealed interface Answer {

  /// Flows with their counters, in no order.
  record Flows(List<FlowStats> flows) implements Answer {
    public Flows {
      flows = List.copyOf(flows);
    }
  }

  /// Sums over the flows that fit.
  record Aggregate(long flows, long packets, long bytes) implements Answer {}

  /// Counters of tables, by number.
  record Tables(List<TableCounters> tables) implements Answer {
    public Tables {
      tables = List.copyOf(tables);
    }
  }

  /// Names and limits of tables, by number.
  record TableDescriptions(List<TableDescription> tables) implements Answer {
    public TableDescriptions {
      tables = List.copyOf(tables);
    }
  }

  /// Ports, in no order.
  record Ports(List<Port> ports) implements Answer {
    public Ports {
      ports = List.copyOf(ports);
    }
  }

  /// Counters of ports, in no order.
  record PortCounters(List<PortStats> ports) implements Answer {
    public PortCounters {
      ports = List.copyOf(ports);
    }
  }

  /// Groups with their buckets, in no order.
  record Groups(List<Group> groups) implements Answer {
    public Groups {
      groups = List.copyOf(groups);
    }
  }

  /// Counters of groups, in no order.
  record GroupCounters(List<GroupStats> groups) implements Answer {
    public GroupCounters {
      groups = List.copyOf(groups);
    }
  }

  /// Meters with their bands, in no order.
  record Meters(List<Meter> meters) implements Answer {
    public Meters {
      meters = List.copyOf(meters);
    }
  }

  /// Counters of meters, in no order.
  record MeterCounters(List<MeterStats> meters) implements Answer {
    public MeterCounters {
      meters = List.copyOf(meters);
    }
  }

  /// An answer without a case of its own.
  ///
  /// @param type the 16-bit multipart type
  /// @param body what follows the multipart header
  record Unknown(int type, Bytes body) implements Answer {}
}
