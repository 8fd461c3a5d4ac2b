package io.weft.lab.bench;

import io.weft.lab.Lab;
import io.weft.lab.Remains;
import io.weft.lab.node.LabPaths;
import io.weft.lab.pod.LabPod;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// Labs for measuring: nodes `n1`, `n2` … and Pods in the namespace `bench`.
public final class BenchLab {

  private static final String NAMESPACE = "bench";
  private static final AtomicBoolean GUARDED = new AtomicBoolean();

  private BenchLab() {}

  /// A lab with a name of its own, so that several suites can run side by side. Also when this process
  /// is told to end in the middle, nothing of it stays.
  ///
  /// @param nodes how many, from 1
  /// @param ipv6 whether nodes and Pods have IPv6 addresses as well
  public static Lab up(int nodes, boolean ipv6) {
    if (GUARDED.compareAndSet(false, true)) {
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(BenchLab::remove));
    }
    return Lab.up(LabSpec.ofNodes(name(), nodes, ipv6, Tunnel.GENEVE));
  }

  private static void remove() {
    if (Remains.labs().contains(name())) {
      Remains.remove(new LabPaths(name()));
    }
  }

  /// The name of this process's labs, one at a time.
  public static String name() {
    return "b" + Long.toString(ProcessHandle.current().pid(), 36);
  }

  /// A Pod of the namespace, labelled `app: NAME`, that serves nothing by itself.
  public static KubernetesObject pod(String name, String node) {
    return object(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s, labels: {app: %s}}
        spec: {nodeName: %s, containers: [{name: c}]}
        """
            .formatted(name, NAMESPACE, name, node));
  }

  /// An object, from YAML.
  public static KubernetesObject object(String yaml) {
    return ObjectReader.parse("bench", yaml).getFirst();
  }

  /// A Pod that was applied.
  public static LabPod find(Lab lab, String name) {
    return lab.pod(NAMESPACE, name)
        .orElseThrow(() -> new IllegalStateException("Pod " + name + " does not run"));
  }

  /// Applies objects.
  public static void apply(Lab lab, KubernetesObject... objects) {
    lab.apply(List.of(objects));
  }
}
