package io.weft.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.weft.lab.Lab;
import io.weft.lab.pod.LabPod;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Conversation;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.lab.wait.Waiting;
import io.weft.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// All endpoints of a Service are replaced, one after the other, while clients on both nodes go on
/// connecting: each new one is ready before an old one begins to end, and an old one ends when those
/// who were connecting to it when it left the Service have been served, as a Pod's grace period is
/// there for.
class RollingReplacementTest {

  private static final Duration PATIENCE = Duration.ofMillis(2500);
  private static final IpAddress VIP = IpAddress.parse("10.96.0.10");
  private static final ServiceYaml WEB = ServiceYaml.tcp("web", "10.96.0.10");
  private static final int ENDPOINTS = 3;

  @Test
  void noConnectionIsLost() throws Exception {
    try (Lab lab = Lab.up(LabSpec.ofNodes("itroll", 2, false, Tunnel.GENEVE))) {
      lab.apply(
          SharedLab.objects(SharedLab.pod("x", "n1", false), SharedLab.pod("y", "n2", false)));
      List<LabPod> endpoints = new ArrayList<>();
      for (int i = 0; i < ENDPOINTS; i++) {
        endpoints.add(started(lab, "old" + i, i));
      }
      WEB.apply(lab, endpoints.toArray(LabPod[]::new));
      Load load = new Load(lab);
      CompletableFuture<String> result = CompletableFuture.supplyAsync(load::connecting);
      load.awaitServed();
      for (int i = 0; i < ENDPOINTS; i++) {
        replace(lab, endpoints, i, load);
      }
      load.over.set(true);
      assertThat(result.get()).matches("\\d+ connections, all answered");
    }
  }

  private static void replace(Lab lab, List<LabPod> endpoints, int i, Load load) {
    List<Conversation> open =
        Stream.generate(() -> lab.prober().converse(probe(lab, "x"), 0)).limit(9).toList();
    LabPod leaving = endpoints.getFirst();
    endpoints.add(started(lab, "new" + i, i));
    lab.apply(SharedLab.objects(WEB.slice(ready(endpoints))));
    exchange(open);
    List<String> terminating = new ArrayList<>(ready(endpoints.subList(1, endpoints.size())));
    terminating.add(ServiceYaml.terminating(leaving));
    lab.apply(SharedLab.objects(WEB.slice(terminating)));
    exchange(open); // Also those to the one that is going.
    endpoints.removeFirst();
    lab.apply(SharedLab.objects(WEB.slice(ready(endpoints))));
    exchange(open);
    List<Conversation> surviving = new ArrayList<>();
    for (Conversation each : open) {
      if (each.last().toString().contains("endpoint=it/" + leaving.object().name() + " ")) {
        each.close();
      } else {
        surviving.add(each);
      }
    }
    load.awaitServed();
    lab.delete(List.of(leaving.object().id()));
    exchange(surviving);
    surviving.forEach(Conversation::close);
  }

  private static LabPod started(Lab lab, String name, int i) {
    lab.apply(SharedLab.objects(SharedLab.pod(name, i % 2 == 0 ? "n1" : "n2", false)));
    return lab.pod("it", name).orElseThrow();
  }

  private static List<String> ready(List<LabPod> endpoints) {
    return endpoints.stream().map(ServiceYaml::ready).toList();
  }

  private static void exchange(List<Conversation> conversations) {
    for (Conversation each : conversations) {
      assertThat(each.exchange()).isInstanceOf(Outcome.Answered.class);
    }
  }

  /// Connects again and again from both nodes until it is over, or one connection is lost.
  private static final class Load {

    private final Lab lab;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger turns = new AtomicInteger();

    Load(Lab lab) {
      this.lab = lab;
    }

    String connecting() {
      int connections = 0;
      while (!over.get()) {
        List<Probe> probes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          probes.add(probe(lab, "x"));
          probes.add(probe(lab, "y"));
        }
        for (Outcome outcome : lab.prober().run(probes)) {
          if (!outcome.reached()) {
            over.set(true);
            return "connection %d: %s".formatted(connections, outcome);
          }
          connections++;
        }
        turns.incrementAndGet();
      }
      return connections + " connections, all answered";
    }

    /// Returns when everyone who is connecting now has been served, or connecting is over.
    void awaitServed() {
      int after = turns.get() + 2;
      Waiting.until(
          "those who are connecting are served",
          Duration.ofSeconds(30),
          () -> over.get() || turns.get() >= after);
    }
  }

  private static Probe probe(Lab lab, String from) {
    return new Probe(
        lab.pod("it", from).orElseThrow().namespace(),
        Optional.empty(),
        VIP,
        Protocol.TCP,
        80,
        Optional.empty(),
        PATIENCE);
  }
}
