package io.weft.pipeline.invariant;

import io.weft.openflow.Flow;
import io.weft.openflow.action.Action;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.invariant.Violation.Kind;
import io.weft.pipeline.program.FlowProgram;
import io.weft.pipeline.program.References;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where packets come in, where they leave, and where they end.
final class Boundaries {

  private static final Set<Integer> GUARDS =
      Set.of(Table.POD_GUARD.number(), Table.GATEWAY_GUARD.number(), Table.TUNNEL_GUARD.number());
  private static final Set<Integer> EXITS =
      Set.of(
          Table.OUTPUT.number(),
          Table.SEND.number(),
          Table.NEIGHBOUR.number(),
          Table.NEIGHBOUR_REPLY.number());
  private static final Set<OfPort> FLOODS = Set.of(OfPort.NORMAL, OfPort.FLOOD, OfPort.ALL);

  private Boundaries() {}

  static List<Violation> check(FlowProgram program) {
    List<Violation> violations = new ArrayList<>();
    for (Flow flow : program.flows().values()) {
      if (flow.table() == Table.CLASSIFY.number() && !guarded(flow)) {
        violations.add(new Violation(Kind.UNGUARDED_PORT, flow.toString()));
      }
      for (List<Action> actions : TableGraph.withBuckets(program, flow.actions())) {
        if (References.flat(actions).stream().anyMatch(action -> stray(flow.table(), action))) {
          violations.add(new Violation(Kind.STRAY_OUTPUT, flow.toString()));
        }
      }
      if (flow.actions().isEmpty() && !named(flow)) {
        violations.add(new Violation(Kind.UNNAMED_DROP, flow.toString()));
      }
    }
    return violations;
  }

  private static boolean guarded(Flow flow) {
    return flow.actions().isEmpty()
        || (flow.match().exact(Field.IN_PORT).isPresent()
            && GUARDS.containsAll(References.tables(flow.actions())));
  }

  private static boolean stray(int table, Action action) {
    return switch (action) {
      case Action.Output(OfPort port, int _) ->
          FLOODS.contains(port) || (!port.equals(OfPort.CONTROLLER) && !EXITS.contains(table));
      case Action.OutputField _ -> !EXITS.contains(table);
      default -> false;
    };
  }

  private static boolean named(Flow flow) {
    Optional<Cookie> cookie = Cookie.parse(flow.cookie());
    return cookie.isPresent() && cookie.get().purpose().drop();
  }
}
