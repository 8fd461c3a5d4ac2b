package io.weft.controller.flows;

import io.weft.openflow.Change;
import io.weft.openflow.Flow;
import io.weft.openflow.text.ChangeText;
import io.weft.openflow.text.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// In what a bridge differs from what it should hold.
///
/// @param missing how many flows, groups and meters it lacks
/// @param altered how many it holds in another form
/// @param foreign how many it holds that are not ours
/// @param examples some of the changes that repair it
public record FlowAudit(int missing, int altered, int foreign, List<Change> examples) {

  private static final int EXAMPLES = 5;

  /// No difference.
  public static final FlowAudit CLEAN = new FlowAudit(0, 0, 0, List.of());

  public FlowAudit {
    examples = List.copyOf(examples);
  }

  /// What the repair of a bridge says about it.
  ///
  /// @param unlike at least those of its flows that are not as they should be
  /// @param repair the changes that bring it to what it should hold
  public static FlowAudit of(List<Flow> unlike, List<Change> repair) {
    if (repair.isEmpty()) {
      return CLEAN;
    }
    Set<Flow.Key> held = new HashSet<>();
    unlike.forEach(flow -> held.add(flow.key()));
    int missing = 0;
    int altered = 0;
    int foreign = 0;
    List<Change> examples = new ArrayList<>();
    for (Change change : repair) {
      switch (change) {
        case Change.AddFlow(Flow flow) when held.contains(flow.key()) -> altered++;
        case Change.AddFlow _, Change.AddGroup _, Change.AddMeter _ -> missing++;
        case Change.ModifyFlow _,
            Change.ModifyGroup _,
            Change.ModifyMeter _,
            Change.InsertBuckets _,
            Change.RemoveBuckets _ ->
            altered++;
        case Change.DeleteFlow _,
            Change.DeleteFlows _,
            Change.DeleteGroup _,
            Change.DeleteAllGroups _,
            Change.DeleteMeter _ ->
            foreign++;
      }
      if (examples.size() < EXAMPLES) {
        examples.add(change);
      }
    }
    return new FlowAudit(missing, altered, foreign, examples);
  }

  /// The examples as ovs-ofctl(8) would be told to carry them out.
  public List<String> exampleTexts(Names names) {
    return examples.stream().map(change -> ChangeText.print(change, names)).toList();
  }

  /// Whether there is no difference.
  public boolean clean() {
    return missing + altered + foreign == 0;
  }
}
