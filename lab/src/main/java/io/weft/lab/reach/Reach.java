package io.weft.lab.reach;

import io.weft.lab.Lab;
import io.weft.lab.cases.Endpoints;
import io.weft.lab.cases.Question;
import io.weft.lab.node.LabNode;
import io.weft.lab.pod.LabPod;
import io.weft.lab.topology.ExternalHost;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Probe;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks a lab who reaches whom.
///
/// Sources are all Pods and nodes; destinations all Pods and outside hosts that listen on the port
/// (for ICMP: all), and the nodes for ICMP.
///
/// @param lab the lab
/// @param port the destinations' port; unused for ICMP
public record Reach(Lab lab, int port) {

  private static final Duration PATIENCE = Duration.ofMillis(1500);

  /// One cell to ask.
  private record Cell(String from, String to, Optional<Probe> probe) {}

  /// The matrix of one protocol and family.
  public Matrix matrix(Protocol protocol, IpFamily family) {
    List<String> sources = sources();
    List<String> destinations = destinations(protocol);
    List<Cell> cells = new ArrayList<>();
    for (String from : sources) {
      for (String to : destinations) {
        cells.add(cell(from, to, protocol, family));
      }
    }
    List<Probe> probes = cells.stream().flatMap(cell -> cell.probe().stream()).toList();
    List<Outcome> outcomes = new ArrayList<>(lab.prober().run(probes));
    askAgain(probes, outcomes);
    String title =
        "%s%s over %s"
            .formatted(
                protocol,
                protocol == Protocol.ICMP ? "" : " port " + port,
                family == IpFamily.IPV4 ? "IPv4" : "IPv6");
    return new Matrix(title, destinations, rows(cells, outcomes, destinations.size()));
  }

  /// A lost packet is no verdict: what was silent is asked once more.
  private void askAgain(List<Probe> probes, List<Outcome> outcomes) {
    List<Probe> silent = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Dropped) {
        silent.add(probes.get(i));
        places.add(i);
      }
    }
    List<Outcome> second = lab.prober().run(silent);
    for (int i = 0; i < places.size(); i++) {
      outcomes.set(places.get(i), second.get(i));
    }
  }

  private List<Matrix.Row> rows(List<Cell> cells, List<Outcome> outcomes, int width) {
    List<Matrix.Row> rows = new ArrayList<>();
    int next = 0;
    for (int at = 0; at < cells.size(); at += width) {
      StringBuilder marks = new StringBuilder();
      List<String> remarks = new ArrayList<>();
      for (Cell cell : cells.subList(at, at + width)) {
        if (cell.probe().isEmpty()) {
          marks.append(Matrix.NOT_ASKED);
          continue;
        }
        Outcome outcome = outcomes.get(next++);
        char mark = mark(cell, outcome);
        marks.append(mark);
        if (mark != Matrix.REACHED) {
          remarks.add("%s -> %s: %s".formatted(cell.from(), cell.to(), outcome));
        }
      }
      rows.add(new Matrix.Row(cells.get(at).from(), marks.toString(), remarks));
    }
    return rows;
  }

  private Cell cell(String from, String to, Protocol protocol, IpFamily family) {
    Endpoints endpoints = new Endpoints(lab);
    boolean possible =
        !sameHost(from, to)
            && endpoints.addresses(from).stream().anyMatch(a -> a.family() == family)
            && endpoints.addresses(to).stream().anyMatch(a -> a.family() == family);
    if (!possible) {
      return new Cell(from, to, Optional.empty());
    }
    Question question =
        new Question(
            from,
            new Question.Target.Endpoint(to, family),
            protocol,
            protocol == Protocol.ICMP ? 0 : port,
            Optional.empty(),
            Optional.empty());
    return new Cell(from, to, Optional.of(endpoints.probe(question, PATIENCE)));
  }

  /// A node and the host-network Pods on it are one host.
  private boolean sameHost(String from, String to) {
    return host(from).equals(host(to));
  }

  private String host(String endpoint) {
    return hostPod(endpoint).map(pod -> "node:" + pod.node().name()).orElse(endpoint);
  }

  private Optional<LabPod> pod(String endpoint) {
    return lab.pods().stream()
        .filter(pod -> pod.object().id().qualifiedName().equals(endpoint))
        .findFirst();
  }

  private Optional<LabPod> hostPod(String endpoint) {
    return pod(endpoint).filter(pod -> pod.object().hostNetwork());
  }

  private List<String> sources() {
    List<String> sources = new ArrayList<>();
    lab.pods().forEach(pod -> sources.add(pod.object().id().qualifiedName()));
    lab.nodes().forEach(node -> sources.add("node:" + node.name()));
    return sources;
  }

  private List<String> destinations(Protocol protocol) {
    List<String> destinations = new ArrayList<>();
    for (LabPod pod : lab.pods()) {
      if (protocol == Protocol.ICMP
          || pod.ports().stream().anyMatch(p -> p.protocol() == protocol && p.number() == port)) {
        destinations.add(pod.object().id().qualifiedName());
      }
    }
    if (protocol == Protocol.ICMP) {
      lab.nodes().forEach(node -> destinations.add("node:" + node.name()));
    }
    for (ExternalHost host : lab.spec().externalHosts()) {
      if (protocol == Protocol.ICMP
          || host.ports().stream().anyMatch(p -> p.protocol() == protocol && p.number() == port)) {
        destinations.add("ext:" + host.name());
      }
    }
    return destinations;
  }

  private char mark(Cell cell, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Dropped _ -> Matrix.SILENT;
      case Outcome.Rejected _ -> Matrix.REJECTED;
      case Outcome.Echoed _, Outcome.Http _ -> Matrix.REACHED;
      case Outcome.Answered(var answer) -> {
        if (!answer.endpoint().equals(cell.to())) {
          yield Matrix.STRANGER;
        }
        yield mayBeSeen(cell).contains(answer.source()) ? Matrix.REACHED : Matrix.TRANSLATED;
      }
    };
  }

  /// The source addresses that a server may see.
  ///
  /// Between Pods, and from a Pod to its own node, the Pod's own. Towards the outside and towards
  /// other nodes, the Pod's node's. From a node, any address of that node.
  private List<IpAddress> mayBeSeen(Cell cell) {
    Optional<LabPod> from = pod(cell.from()).filter(pod -> !pod.object().hostNetwork());
    if (from.isEmpty()) {
      String host = host(cell.from());
      LabNode node = lab.node(host.substring("node:".length()));
      List<IpAddress> addresses = new ArrayList<>(node.spec().addresses());
      node.spec().podCidrs().forEach(cidr -> addresses.add(cidr.address(1)));
      return addresses;
    }
    String node = from.get().node().name();
    boolean leaves =
        cell.to().startsWith("ext:")
            || (host(cell.to()).startsWith("node:") && !host(cell.to()).equals("node:" + node));
    return leaves ? from.get().node().spec().addresses() : from.get().addresses();
  }
}
