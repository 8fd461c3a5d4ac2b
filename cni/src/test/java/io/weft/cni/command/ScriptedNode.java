package io.weft.cni.command;

import io.weft.cni.relay.RelayReply;
import io.weft.cni.relay.RelayRequest;
import io.weft.cni.spec.CniError;
import io.weft.cni.spec.CniErrorCode;
import io.weft.cni.wiring.Attachment;
import io.weft.cni.wiring.PodLink;
import io.weft.cni.wiring.PodWiring;
import io.weft.cni.wiring.WiringException;
import io.weft.net.IpPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A bridge and an operating system that keep their state in sets, write down every step, and fail
/// where a test says so.
final class ScriptedNode implements PodSwitch, PodWiring, AutoCloseable {
  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  final List<String> steps = Collections.synchronizedList(new ArrayList<>());
  final Set<String> failing = Collections.synchronizedSet(new HashSet<>());
  final Set<String> links = Collections.synchronizedSet(new TreeSet<>());
  final Set<String> ports = Collections.synchronizedSet(new TreeSet<>());
  final Set<String> flows = Collections.synchronizedSet(new TreeSet<>());
  final List<String> found = Collections.synchronizedList(new ArrayList<>());
  volatile Optional<CniError> trouble = Optional.empty();
  volatile Optional<CompletableFuture<Void>> held = Optional.empty();
  final Map<String, CompletableFuture<Void>> heldFlows = new ConcurrentHashMap<>();
  volatile Instant now = Instant.EPOCH;

  final ExecutorService owner = Executors.newSingleThreadExecutor();
  private final ExecutorService pool = Executors.newFixedThreadPool(8);
  volatile CniCommands commands;

  ScriptedNode(String... podCidrs) {
    PodLink.Node node =
        new PodLink.Node(List.of(podCidrs).stream().map(IpPrefix::parse).toList(), 1450, true);
    this.commands =
        new CniCommands(node, this, this, new CniCommands.Executors(owner, pool), () -> now);
  }

  /// Calls as the executable would.
  CompletableFuture<RelayReply> call(
      String command, String container, String configuration, String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("CNI_COMMAND", command);
    environment.put("CNI_CONTAINERID", container);
    environment.put("CNI_IFNAME", "eth0");
    environment.put("CNI_NETNS", "/run/netns/" + container);
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return CompletableFuture.supplyAsync(
            () -> commands.relay(new RelayRequest(environment, configuration)), owner)
        .thenCompose(s -> s);
  }

  /// Calls with the plain configuration, and waits.
  RelayReply run(String command, String container, String... more) {
    return call(command, container, "{\"cniVersion\":\"1.1.0\",\"name\":\"weft\"}", more).join();
  }

  List<String> takeSteps() {
    List<String> taken = List.copyOf(steps);
    steps.clear();
    return taken;
  }

  private CompletionStage<Void> step(String name, Runnable effect) {
    steps.add(name);
    if (failing.contains(name)) {
      return CompletableFuture.failedFuture(new IllegalStateException(name + " failed"));
    }
    effect.run();
    return CompletableFuture.completedFuture(null);
  }

  private void blockingStep(String name, Runnable effect) {
    steps.add(name);
    if (failing.contains(name)) {
      throw new WiringException(name + " failed");
    }
    effect.run();
  }

  @Override
  public CompletionStage<Void> podKnown(Attachment attachment) {
    return held.map(h -> (CompletionStage<Void>) h).orElseGet(() -> step("podKnown", () -> {}));
  }

  @Override
  public CompletionStage<Void> addPort(Attachment attachment) {
    return step("addPort", () -> ports.add(attachment.hostInterface()));
  }

  @Override
  public CompletionStage<Void> flowsReady(Attachment attachment) {
    return step("flowsReady", () -> flows.add(attachment.hostInterface()));
  }

  @Override
  public CompletionStage<Void> removeFlows(Attachment attachment) {
    CompletableFuture<Void> until = heldFlows.getOrDefault(attachment.key().containerId(), DONE);
    return until.thenCompose(
        _ -> step("removeFlows", () -> flows.remove(attachment.hostInterface())));
  }

  @Override
  public CompletionStage<Void> removePort(Attachment attachment) {
    return step("removePort", () -> ports.remove(attachment.hostInterface()));
  }

  @Override
  public Optional<CniError> unavailable() {
    return trouble;
  }

  void breakDown() {
    trouble = Optional.of(CniError.of(CniErrorCode.NOT_AVAILABLE, "ovs-vswitchd does not run"));
  }

  @Override
  public void attach(PodLink link) {
    blockingStep("attach", () -> links.add(link.hostInterface()));
  }

  @Override
  public void announce(PodLink link) {
    blockingStep("announce", () -> {});
  }

  @Override
  public List<String> differences(PodLink link) {
    return List.copyOf(found);
  }

  @Override
  public void detach(Collection<String> hostInterfaces) {
    blockingStep("detach", () -> links.removeAll(hostInterfaces));
  }

  @Override
  public List<String> hostInterfaces() {
    return List.copyOf(links);
  }

  boolean isEmpty() {
    return links.isEmpty()
        && ports.isEmpty()
        && flows.isEmpty()
        && commands.attachments().isEmpty();
  }

  @Override
  public void close() {
    owner.close();
    pool.close();
  }
}
