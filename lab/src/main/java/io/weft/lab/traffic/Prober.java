package io.weft.lab.traffic;

import io.weft.lab.netns.NetworkNamespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Runs any number of probes at the same time, all on one loop.
public final class Prober implements AutoCloseable {

  private final TrafficLoop loop = new TrafficLoop("weft-lab-prober");

  /// Runs the probes side by side and returns their outcomes in the same order.
  ///
  /// Returns after the longest time-out at the latest, apart from the time to open the sockets.
  ///
  /// @throws IllegalStateException if a namespace is gone
  public List<Outcome> run(List<Probe> probes) {
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    probes.forEach(_ -> outcomes.add(new CompletableFuture<>()));
    Map<NetworkNamespace, List<Integer>> bySource = new LinkedHashMap<>();
    for (int i = 0; i < probes.size(); i++) {
      if (probes.get(i).protocol() == Protocol.ICMP) {
        Ping.start(probes.get(i), outcomes.get(i));
      } else {
        bySource.computeIfAbsent(probes.get(i).namespace(), _ -> new ArrayList<>()).add(i);
      }
    }
    bySource.forEach((namespace, indexes) -> {
      List<Attempt> attempts =
          namespace.call(() -> {
            List<Attempt> opened = new ArrayList<>();
            for (int i : indexes) {
              opened.add(Attempt.open(probes.get(i), outcomes.get(i)));
            }
            return opened;
          });
      loop.execute(() -> attempts.forEach(attempt -> attempt.start(loop)));
    });
    return outcomes.stream().map(CompletableFuture::join).toList();
  }

  /// Opens a conversation: a connection, or datagrams from one source port, kept in use.
  ///
  /// @param sourcePort the port to bind; 0: any
  public Conversation converse(Probe probe, int sourcePort) {
    return Conversation.open(probe, sourcePort);
  }

  @Override
  public void close() {
    loop.close();
  }
}
