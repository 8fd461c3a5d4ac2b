package io.weft.pipeline.trace;

import io.weft.openflow.Bucket;
import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Learn;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.trace.Trace.Reason;
import io.weft.pipeline.trace.Trace.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Takes packets through flow tables as Open vSwitch would (ovs-actions(7)).
///
/// A table without a matching flow drops. Changes that a resubmitted table makes stay; those of a
/// group's bucket and of a clone do not. `ct` with a table forks: the tracked copy goes on there
/// after everything else is done, and what follows the action sees no connection fields. Outputs to
/// the port that the packet came from are suppressed unless they say IN_PORT.
public final class Evaluator {

  private static final int MAX_LOOKUPS = 4096;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_RESUMPTIONS = 64;

  private final FlowTables tables;
  private final ConnectionTracking connections;
  private final BucketChoice buckets;

  public Evaluator(FlowTables tables, ConnectionTracking connections, BucketChoice buckets) {
    this.tables = tables;
    this.connections = connections;
    this.buckets = buckets;
  }

  /// Takes the packet, whose `in_port` is set, through the tables from table 0 on. What it commits
  /// and learns stays for the next packet.
  public Trace run(Packet packet) {
    Run run = new Run(packet);
    run.resumptions.add(new Resumption(0, packet));
    while (!run.resumptions.isEmpty()) {
      Resumption next = run.resumptions.removeFirst();
      run.packet = next.packet;
      run.lookups = 0;
      run.stopped = false;
      run.table(next.table);
    }
    return new Trace(packet, run.steps);
  }

  /// Where a packet that comes back from connection tracking goes on.
  private record Resumption(int table, Packet packet) {}

  /// One packet under way.
  private final class Run {

    private final OfPort inPort;
    private final List<Step> steps = new ArrayList<>();
    private final Deque<Resumption> resumptions = new ArrayDeque<>();
    private Packet packet;
    private int table;
    private int resumed;
    private int lookups;
    private int depth; // of lookups that went back to an earlier table or the same
    private boolean listEnded; // the rest of this list is not executed; the caller's goes on
    private boolean stopped; // nothing is executed any more

    Run(Packet packet) {
      this.packet = packet;
      this.inPort = new OfPort((int) packet.value(Field.IN_PORT).low());
    }

    void table(int number) {
      int caller = table;
      int backwards = number <= caller && lookups > 0 ? 1 : 0;
      table = number;
      depth += backwards;
      if (++lookups > MAX_LOOKUPS || depth > MAX_DEPTH) {
        stop(Reason.TOO_LONG, Action.Resubmit.toTable(number));
      } else {
        Optional<Flow> flow = tables.lookup(number, packet);
        steps.add(new Step.Lookup(number, flow, packet));
        flow.ifPresent(found -> execute(found.actions()));
      }
      table = caller;
      depth -= backwards;
    }

    private void execute(List<Action> actions) {
      for (Action action : actions) {
        execute(action);
        if (listEnded || stopped) {
          listEnded = false;
          return;
        }
      }
    }

    private void execute(Action action) {
      switch (action) {
        case Action.Output output -> output(output.port());
        case Action.OutputField(BitRange source) ->
            output(OfPort.ofShort((int) packet.value(source).low()));
        case Action.SetField set -> packet = packet.masked(set.field(), set.value(), set.mask());
        case Action.CopyField(BitRange source, BitRange destination) ->
            packet = packet.with(destination, packet.value(source));
        case Action.Resubmit resubmit -> resubmit(resubmit);
        case Action.GotoTable(int number) -> table(number);
        case Ct ct -> track(ct);
        case Action.CtClear _ -> packet = untracked(packet);
        case Action.ToGroup toGroup -> group(toGroup);
        case Controller controller ->
            steps.add(new Step.ToController(Optional.of(controller), packet));
        case Action.DecTtl decTtl -> decTtl(decTtl);
        case Action.Clone(List<Action> actions) -> onACopy(actions);
        case Learn learn -> learn(learn);
        case Action.WriteMetadata(long value, long mask) ->
            packet = packet.masked(Field.METADATA, Bits.of(value), Bits.of(mask));
        case Action.Conjunction _, Action.Note _, Action.Meter _ -> {}
        case Action.CheckPktLarger _,
            Action.ClearActions _,
            Action.WriteActions _,
            Action.Opaque _ ->
            stop(Reason.UNKNOWN_ACTION, action);
      }
    }

    private void output(OfPort port) {
      if (port.equals(OfPort.CONTROLLER)) {
        steps.add(new Step.ToController(Optional.empty(), packet));
      } else if (port.equals(OfPort.IN_PORT)) {
        steps.add(new Step.Sent(inPort, packet));
      } else if (!port.equals(currentPort())) {
        steps.add(new Step.Sent(port, packet));
      }
    }

    private OfPort currentPort() {
      return new OfPort((int) packet.value(Field.IN_PORT).low());
    }

    private void resubmit(Action.Resubmit resubmit) {
      Packet before = packet;
      if (!resubmit.port().equals(OfPort.IN_PORT)) {
        packet = packet.with(Field.IN_PORT, Integer.toUnsignedLong(resubmit.port().number()));
      }
      table(resubmit.table() == Action.Resubmit.CURRENT_TABLE ? table : resubmit.table());
      packet = packet.with(Field.IN_PORT, before.value(Field.IN_PORT));
    }

    private void track(Ct ct) {
      int zone =
          switch (ct.zone()) {
            case Ct.Zone.Fixed(int number) -> number;
            case Ct.Zone.FromField(BitRange source) -> (int) packet.value(source).low();
          };
      Packet after = connections.track(packet, ct, zone);
      steps.add(new Step.Tracked(ct, packet, after));
      if (ct.table() == Ct.NO_TABLE) {
        packet = untracked(after);
      } else if (++resumed > MAX_RESUMPTIONS) {
        stop(Reason.TOO_LONG, ct);
      } else {
        resumptions.add(new Resumption(ct.table(), after));
        packet = untracked(packet);
      }
    }

    private static Packet untracked(Packet packet) {
      return packet
          .with(Field.CT_STATE, 0)
          .with(Field.CT_ZONE, 0)
          .with(Field.CT_MARK, 0)
          .with(Field.CT_LABEL, 0);
    }

    private void group(Action.ToGroup action) {
      Optional<Group> group = tables.group(action.id());
      List<Bucket> chosen = group.map(this::chosen).orElse(List.of());
      if (chosen.isEmpty()) {
        stop(Reason.NO_GROUP, action);
        return;
      }
      for (Bucket bucket : chosen) {
        steps.add(new Step.Bucketed(action.id(), bucket.id()));
        onACopy(BucketActions.executed(bucket.actions()));
      }
    }

    private List<Bucket> chosen(Group group) {
      return switch (group.type()) {
        case ALL, INDIRECT -> group.buckets();
        case SELECT -> buckets.choose(group, packet).stream().toList();
        case FAST_FAILOVER -> group.buckets().stream().limit(1).toList();
      };
    }

    private void onACopy(List<Action> actions) {
      Packet original = packet;
      execute(actions);
      packet = original;
    }

    private void decTtl(Action.DecTtl action) {
      long ttl = packet.value(Field.IP_TTL).low();
      if (ttl <= 1) {
        stop(Reason.NO_TTL, action);
      } else {
        packet = packet.with(Field.IP_TTL, ttl - 1);
      }
    }

    private void learn(Learn learn) {
      Flow flow = LearnedFlow.of(learn, packet);
      tables.learn(flow);
      steps.add(new Step.Learned(learn, flow));
    }

    private void stop(Reason reason, Action action) {
      steps.add(new Step.Stopped(reason, action));
      listEnded = true;
      stopped = reason == Reason.TOO_LONG;
    }
  }
}
