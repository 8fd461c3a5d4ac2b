package io.weft.pipeline.program;

import io.weft.openflow.action.Action;
import io.weft.openflow.action.Controller;
import io.weft.openflow.action.Ct;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What lists of actions refer to: tables, groups, meters.
public final class References {

  private References() {}

  /// Ids of the groups that the actions hand packets to.
  public static Set<Long> groups(List<Action> actions) {
    Set<Long> ids = new TreeSet<>();
    for (Action action : flat(actions)) {
      if (action instanceof Action.ToGroup(long id)) {
        ids.add(id);
      }
    }
    return ids;
  }

  /// Ids of the meters that the actions pass packets through.
  public static Set<Long> meters(List<Action> actions) {
    Set<Long> ids = new TreeSet<>();
    for (Action action : flat(actions)) {
      if (action instanceof Action.Meter(long id)) {
        ids.add(id);
      } else if (action instanceof Controller controller && controller.meter() != 0) {
        ids.add(controller.meter());
      }
    }
    return ids;
  }

  /// Numbers of the tables where the actions send packets, to come back or not.
  public static Set<Integer> tables(List<Action> actions) {
    Set<Integer> tables = new TreeSet<>();
    for (Action action : flat(actions)) {
      if (action instanceof Action.GotoTable(int table)) {
        tables.add(table);
      } else if (action instanceof Action.Resubmit resubmit) {
        tables.add(resubmit.table());
      } else if (action instanceof Ct ct && ct.table() != Ct.NO_TABLE) {
        tables.add(ct.table());
      }
    }
    return tables;
  }

  /// The actions and, after each that holds a list itself, that list's.
  public static List<Action> flat(List<Action> actions) {
    List<Action> all = new ArrayList<>();
    for (Action action : actions) {
      all.add(action);
      if (action instanceof Action.Clone(List<Action> inner)) {
        all.addAll(flat(inner));
      } else if (action instanceof Action.WriteActions(List<Action> inner)) {
        all.addAll(flat(inner));
      } else if (action instanceof Ct ct) {
        all.addAll(flat(ct.exec()));
      }
    }
    return all;
  }
}
