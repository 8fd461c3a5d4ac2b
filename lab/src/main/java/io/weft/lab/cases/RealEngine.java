package io.weft.lab.cases;

import io.weft.lab.Lab;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectId;
import io.weft.lab.topology.LabSpec;
import io.weft.lab.topology.NodeSpec;
import io.weft.lab.topology.Tunnel;
import io.weft.lab.traffic.Conversation;
import io.weft.lab.traffic.EchoServers;
import io.weft.lab.traffic.Port;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tries cases in a lab, which is kept for as long as the nodes stay the same.
public final class RealEngine implements CaseEngine {

  private static final Duration USUAL = Duration.ofMillis(900);
  private static final Duration PATIENT = Duration.ofSeconds(4);
  private static final String SCTP =
      "this datapath does not track SCTP ports, and the kernel has no SCTP sockets";

  private final String name;
  private final Tunnel tunnel;
  private final Map<String, Conversation> flows = new HashMap<>();
  private final List<EchoServers.Group> nodeServers = new ArrayList<>();
  private Optional<Lab> running = Optional.empty();

  /// An engine whose lab will be called `name`.
  public RealEngine(String name, Tunnel tunnel) {
    this.name = LabSpec.checkName(name);
    this.tunnel = tunnel;
  }

  @Override
  public void load(CaseFile file) {
    try {
      build(file);
    } catch (RuntimeException e) {
      // The next case shall not suffer from what this one left half built.
      close();
      throw e;
    }
  }

  private void build(CaseFile file) {
    endFlows();
    List<NodeSpec> nodes = file.nodes().stream().map(NodeSpec::new).toList();
    if (running.isPresent() && !running.get().spec().nodes().equals(nodes)) {
      close();
    }
    if (running.isPresent()) {
      running.get().clear(file.externalHosts());
    } else {
      running = Optional.of(Lab.up(new LabSpec(name, nodes, file.externalHosts(), tunnel)));
    }
    openNodeServers(file);
    lab().apply(file.objects());
  }

  private Lab lab() {
    return running.orElseThrow(() -> new IllegalStateException("no case is loaded"));
  }

  /// Processes on nodes that a case's tables ask for and no host-network Pod provides.
  private void openNodeServers(CaseFile file) {
    Set<String> taken = new HashSet<>();
    for (KubernetesObject pod : file.objects()) {
      if (pod.kind().equals("Pod") && pod.hostNetwork()) {
        String node = "node:" + pod.spec("nodeName").asText();
        pod.ports().forEach(port -> taken.add(node + " " + port));
      }
    }
    for (CaseFile.Step step : file.steps()) {
      for (Table table : step.tables()) {
        for (String column : table.columns()) {
          Port port = new Port(table.protocol(), table.port());
          if (column.startsWith("node:") && taken.add(column + " " + port)) {
            var node = lab().node(column.substring("node:".length()));
            nodeServers.add(
                lab()
                    .servers()
                    .open(node.namespace(), column, List.of(port), node.spec().addresses()));
          }
        }
      }
    }
  }

  @Override
  public void act(List<Action> actions) {
    List<KubernetesObject> apply = new ArrayList<>();
    List<ObjectId> delete = new ArrayList<>();
    for (Action action : actions) {
      switch (action) {
        case Action.Apply(var object) -> {
          finish(List.of(), delete);
          apply.add(object);
        }
        case Action.Delete(var id) -> {
          finish(apply, List.of());
          delete.add(id);
        }
        case Action.OpenFlow open -> {
          finish(apply, delete);
          Conversation before =
              flows.put(
                  open.flow(),
                  lab().prober().converse(probe(open.question(), USUAL), open.sourcePort()));
          if (before != null) {
            before.close();
          }
        }
      }
    }
    finish(apply, delete);
  }

  private void finish(List<KubernetesObject> apply, List<ObjectId> delete) {
    if (!apply.isEmpty()) {
      lab().apply(apply);
      apply.clear();
    }
    if (!delete.isEmpty()) {
      lab().delete(delete);
      delete.clear();
    }
  }

  @Override
  public List<Observation> ask(List<Question> questions, boolean patient) {
    List<Observation> observations =
        new ArrayList<>(Collections.nCopies(questions.size(), new Observation.Unjudged(SCTP)));
    List<Probe> probes = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      if (questions.get(i).protocol() != Protocol.SCTP) {
        probes.add(probe(questions.get(i), patient ? PATIENT : USUAL));
        places.add(i);
      }
    }
    routed(
        questions,
        () -> {
          var outcomes = lab().prober().run(probes);
          for (int i = 0; i < places.size(); i++) {
            observations.set(places.get(i), new Observation.Seen(outcomes.get(i)));
          }
        });
    return observations;
  }

  /// Runs `body` while the outside sends what goes `via` a node to that node. All questions of a
  /// call that name a node name the same one for the same address.
  private void routed(List<Question> questions, Runnable body) {
    Map<IpAddress, IpAddress> routes = new HashMap<>();
    for (Question question : questions) {
      if (question.via().isPresent()) {
        IpAddress to = destination(question);
        var node = lab().node(question.via().get()).spec();
        node.address(to.family()).ifPresent(next -> routes.put(to, next));
      }
    }
    routes.forEach(lab().underlay()::route);
    try {
      body.run();
    } finally {
      routes.keySet().forEach(lab().underlay()::unroute);
    }
  }

  private IpAddress destination(Question question) {
    return new Endpoints(lab()).destination(question.to());
  }

  private Probe probe(Question question, Duration timeout) {
    return new Endpoints(lab()).probe(question, timeout);
  }

  @Override
  public Observation flow(String flow) {
    Conversation conversation = flows.get(flow);
    if (conversation == null) {
      return new Observation.Unjudged("flow " + flow + " was never opened");
    }
    return new Observation.Seen(conversation.exchange());
  }

  @Override
  public List<IpAddress> nodeAddresses(String node) {
    return Endpoints.nodeAddresses(lab().node(node).spec().object());
  }

  private void endFlows() {
    flows.values().forEach(Conversation::close);
    flows.clear();
    nodeServers.forEach(EchoServers.Group::close);
    nodeServers.clear();
  }

  @Override
  public void close() {
    endFlows();
    running.ifPresent(Lab::close);
    running = Optional.empty();
  }
}
