package io.weft.pipeline.invariant;

import io.weft.openflow.Flow;
import io.weft.openflow.Group;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import io.weft.openflow.action.Ct;
import io.weft.openflow.action.Learn;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.FieldMatch;
import io.weft.openflow.match.Match;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.program.References;
import io.weft.pipeline.table.Mark;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether each register bit that a flow reads was written on every way to it, or means something
/// when it is zero.
///
/// What a subroutine writes does not count afterwards: not every flow of it need write.
final class RegisterUse {

  private final FlowProgram program;
  private final TableGraph graph;
  private final Map<Integer, BitSet> known = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  RegisterUse(FlowProgram program, TableGraph graph) {
    this.program = program;
    this.graph = graph;
  }

  List<Violation> check() {
    BitSet atStart = new BitSet();
    for (Mark mark : Mark.values()) {
      if (mark.zeroIsNamed()) {
        atStart.or(registerBits(mark.bits()));
      }
    }
    known.put(0, atStart);
    Map<Integer, List<Flow>> tables = new HashMap<>();
    program
        .flows()
        .values()
        .forEach(flow -> tables.computeIfAbsent(flow.table(), _ -> new ArrayList<>()).add(flow));
    for (int table : graph.order()) {
      tables.getOrDefault(table, List.of()).forEach(this::flow);
    }
    return violations;
  }

  private void flow(Flow flow) {
    BitSet written = (BitSet) known.getOrDefault(flow.table(), new BitSet()).clone();
    for (FieldMatch field : flow.match().fields()) {
      read(registerBits(field.field(), field.mask()), written, flow);
    }
    run(flow.actions(), written, flow);
  }

  private void run(List<Action> actions, BitSet written, Flow flow) {
    for (Action action : actions) {
      switch (action) {
        case Action.SetField set -> written.or(registerBits(set.field(), set.mask()));
        case Action.CopyField(BitRange source, BitRange destination) -> {
          read(registerBits(source), written, flow);
          written.or(registerBits(destination));
        }
        case Action.OutputField(BitRange source) -> read(registerBits(source), written, flow);
        case Action.CheckPktLarger larger -> written.or(registerBits(larger.destination()));
        case Action.Clone(List<Action> inner) -> run(inner, (BitSet) written.clone(), flow);
        case Action.ToGroup(long id) -> group(id, written, flow);
        case Ct ct -> {
          if (ct.zone() instanceof Ct.Zone.FromField(BitRange source)) {
            read(registerBits(source), written, flow);
          }
          run(ct.exec(), (BitSet) written.clone(), flow);
        }
        case Learn learn -> learn.specs().forEach(spec -> learned(spec, written, flow));
        case Action.WriteActions(List<Action> inner) -> run(inner, written, flow);
        case Action.Output _,
            Action.Resubmit _,
            Action.CtClear _,
            Action.Conjunction _,
            Action.DecTtl _,
            Action.Note _,
            Action.Meter _,
            Action.ClearActions _,
            Action.WriteMetadata _,
            Action.GotoTable _,
            Action.Opaque _,
            Controller _ -> {}
      }
      References.tables(List.of(action)).forEach(table -> arrive(table, written));
    }
  }

  private void group(long id, BitSet written, Flow flow) {
    Group group = program.groups().get(id);
    if (group != null) {
      group.buckets().forEach(bucket -> run(bucket.actions(), (BitSet) written.clone(), flow));
    }
  }

  private void learned(Learn.Spec spec, BitSet written, Flow flow) {
    switch (spec) {
      case Learn.Spec.MatchField(BitRange source, BitRange _) ->
          read(registerBits(source), written, flow);
      case Learn.Spec.LoadField(BitRange source, BitRange _) ->
          read(registerBits(source), written, flow);
      case Learn.Spec.OutputTo(BitRange source) -> read(registerBits(source), written, flow);
      case Learn.Spec.MatchValue _, Learn.Spec.LoadValue _ -> {}
    }
  }

  private void arrive(int table, BitSet written) {
    BitSet before = known.get(table);
    if (before == null) {
      known.put(table, (BitSet) written.clone());
    } else {
      before.and(written);
    }
  }

  private void read(BitSet bits, BitSet written, Flow flow) {
    BitSet unknown = (BitSet) bits.clone();
    unknown.andNot(written);
    if (!unknown.isEmpty()) {
      int bit = unknown.nextSetBit(0);
      violations.add(
          new Violation(
              Violation.Kind.READ_BEFORE_WRITE,
              "reg%d[%d] in %s".formatted(bit / 32, bit % 32, flow)));
    }
  }

  private static BitSet registerBits(BitRange range) {
    return registerBits(range.field(), range.mask());
  }

  /// The bits of the mask as numbers: 32 times the register's number, plus the bit's. A match splits
  /// the long registers into short ones.
  private static BitSet registerBits(Field field, Bits mask) {
    BitSet bits = new BitSet();
    if (field.compareTo(Field.REG0) < 0 || field.compareTo(Field.XXREG3) > 0) {
      return bits;
    }
    for (FieldMatch register : Match.any().masked(field, mask, mask).fields()) {
      for (int bit = 0; bit < 32; bit++) {
        bits.set(32 * register.field().number() + bit, (register.mask().low() >>> bit & 1) == 1);
      }
    }
    return bits;
  }
}
