package io.weft.integration;

import io.weft.lab.Lab;
import io.weft.lab.pod.LabPod;
import io.weft.lab.reach.Reach;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lab that tests share: three nodes, both families, Geneve; Pods `it/a` and `it/b` on n1, `it/c`
/// on n2, `it/d` on n3, and `it/host` in n1's own network. Comes up with the first test that asks,
/// and goes with the JVM.
final class SharedLab {

  /// How often agents of test labs compare the switch with what it should be.
  static final String AUDIT = "2s";

  private static @Nullable Lab lab;

  private SharedLab() {}

  static synchronized Lab lab() {
    Lab running = lab;
    if (running == null) {
      Lab made = Lab.up(LabSpec.ofNodes("it", 3, true, Tunnel.GENEVE).with("auditInterval", AUDIT));
      made.apply(
          objects(
              pod("a", "n1", false),
              pod("b", "n1", false),
              pod("c", "n2", false),
              pod("d", "n3", false),
              pod("host", "n1", true)));
      warmUp(made);
      lab = made;
      running = made;
    }
    return running;
  }

  /// The userspace datapath drops the first packet to a node whose MAC address it has yet to learn;
  /// tests that send a packet once shall not meet that.
  private static void warmUp(Lab lab) {
    for (IpFamily family : IpFamily.values()) {
      var _ = new Reach(lab, 80).matrix(Protocol.TCP, family);
    }
  }

  /// One of the Pods.
  static LabPod pod(String name) {
    return lab().pod("it", name).orElseThrow();
  }

  /// A Pod that serves TCP and UDP port 80, as YAML.
  static String pod(String name, String node, boolean hostNetwork) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s, namespace: it, labels: {app: %s}}
    spec:
      nodeName: %s
      hostNetwork: %s
      containers:
      - {name: s, ports: [{containerPort: 80, protocol: TCP}, {containerPort: 80, protocol: UDP}]}
    """
        .formatted(name, name, node, hostNetwork);
  }

  static List<KubernetesObject> objects(String... yaml) {
    return ObjectReader.parse("test", String.join("---\n", yaml));
  }
}
