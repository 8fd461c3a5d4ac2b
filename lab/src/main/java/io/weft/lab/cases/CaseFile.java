package io.weft.lab.cases;

import io.weft.lab.state.KubernetesObject;
import io.weft.lab.topology.ExternalHost;
import java.util.List;

/// One case: a cluster, and steps that change it and say what must connect afterwards.
///
/// @param id unique name
/// @param suite `netpol`, `services` or `cnp`
/// @param title one line for people
/// @param objects the cluster at the beginning
/// @param externalHosts hosts outside it
/// @param steps in order
public record CaseFile(
    String id,
    String suite,
    String title,
    List<KubernetesObject> objects,
    List<ExternalHost> externalHosts,
    List<Step> steps) {

  public CaseFile {
    objects = List.copyOf(objects);
    externalHosts = List.copyOf(externalHosts);
    steps = List.copyOf(steps);
  }

  /// The Node objects.
  public List<KubernetesObject> nodes() {
    return objects.stream().filter(object -> object.kind().equals("Node")).toList();
  }

  /// Actions, then what must hold once they took effect.
  ///
  /// @param name for messages
  /// @param actions in order
  /// @param tables of reachability
  /// @param probes single ones
  /// @param flows what became of the open ones
  public record Step(
      String name,
      List<Action> actions,
      List<Table> tables,
      List<ProbeExpectation> probes,
      List<FlowExpectation> flows) {

    public Step {
      actions = List.copyOf(actions);
      tables = List.copyOf(tables);
      probes = List.copyOf(probes);
      flows = List.copyOf(flows);
    }
  }
}
