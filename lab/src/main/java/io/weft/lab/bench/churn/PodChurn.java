package io.weft.lab.bench.churn;

import io.weft.lab.bench.BenchLab;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.StateWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Pods of another node that come and go, as a node's agent hears of them: each is a peer of a policy
/// on this node, so every event changes a flow per family here.
final class PodChurn {

  private static final int PER_SECOND = 20;
  private static final int AT_A_TIME = 20;

  private final StateWriter state;
  private final Deque<KubernetesObject> there = new ArrayDeque<>();
  private int number;

  PodChurn(StateWriter state) {
    this.state = state;
  }

  /// Makes events for this long, 20 per second, half of them Pods that come and half Pods that go.
  ///
  /// @return how many
  int run(Duration time) throws InterruptedException {
    int events = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < time.toNanos()) {
      if (there.size() < AT_A_TIME || events % 2 == 0) {
        KubernetesObject pod = pod(number++);
        state.put(pod);
        there.add(pod);
      } else {
        state.remove(there.remove().id());
      }
      long _ = state.mark();
      events++;
      long due = start + events * (Duration.ofSeconds(1).toNanos() / PER_SECOND);
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
    }
    return events;
  }

  private static KubernetesObject pod(int i) {
    return BenchLab.object(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: churn-%d, namespace: bench, labels: {app: churn}}
        spec: {nodeName: n2, containers: [{name: c}]}
        status:
          phase: Running
          podIP: 10.244.2.%d
          podIPs: [{ip: 10.244.2.%d}, {ip: "fd00:10:244:2::%x"}]
        """
            .formatted(i, 3 + i % 250, 3 + i % 250, 3 + i % 250));
  }
}
