package io.weft.pipeline.explain;

import io.weft.net.IpAddress;
import io.weft.openflow.Flow;
import io.weft.openflow.match.OfPort;
import io.weft.openflow.text.Names;
import io.weft.pipeline.compile.PipelineCompiler;
import io.weft.pipeline.connection.Doorways;
import io.weft.pipeline.explain.Explanation.Outcome;
import io.weft.pipeline.explain.Explanation.Passage;
import io.weft.pipeline.explain.Explanation.Verdict;
import io.weft.pipeline.table.Cookie;
import io.weft.pipeline.table.Purpose;
import io.weft.pipeline.table.Table;
import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Trace;
import io.weft.pipeline.trace.Trace.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts traces into words.
public final class Explainer {

  private final PipelineCompiler compiler;
  private final Doorways doorways;
  private final Vocabulary words;

  /// @param compiler the compiler of the flows, for the names behind numbers
  /// @param doorways the bridge's ports
  /// @param names the ports' names
  public Explainer(PipelineCompiler compiler, Doorways doorways, Names names) {
    this.compiler = compiler;
    this.doorways = doorways;
    this.words = new Vocabulary(compiler, names);
  }

  /// The trace in words.
  public Explanation explain(Trace trace) {
    List<Passage> passages = new ArrayList<>();
    List<Step> steps = trace.steps();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Step.Lookup lookup) {
        Packet after = after(steps, i + 1).orElse(lookup.packet());
        passages.add(passage(lookup, after));
      }
    }
    return new Explanation(trace.start(), passages, outcome(trace));
  }

  /// The packet at the next step that shows it whole.
  private static Optional<Packet> after(List<Step> steps, int from) {
    for (Step step : steps.subList(from, steps.size())) {
      switch (step) {
        case Step.Lookup lookup -> {
          return Optional.of(lookup.packet());
        }
        case Step.Sent sent -> {
          return Optional.of(sent.packet());
        }
        case Step.ToController up -> {
          return Optional.of(up.packet());
        }
        case Step.Tracked _, Step.Bucketed _, Step.Learned _, Step.Stopped _ -> {}
      }
    }
    return Optional.empty();
  }

  private Passage passage(Step.Lookup lookup, Packet after) {
    Optional<Cookie> cookie = cookie(lookup);
    return new Passage(
        lookup.table(),
        title(lookup.table()),
        lookup.flow(),
        cookie.flatMap(compiler::name),
        cookie.map(Cookie::purpose).filter(p -> p != Purpose.FORWARD).map(Purpose::text),
        words.changes(lookup.packet(), after));
  }

  private static String title(int table) {
    return Table.numbered(table).map(Table::title).orElse("table " + table);
  }

  private static Optional<Cookie> cookie(Step.Lookup lookup) {
    return lookup.flow().map(Flow::cookie).flatMap(Cookie::parse);
  }

  private Outcome outcome(Trace trace) {
    Packet last = trace.last().map(Step.Lookup::packet).orElse(trace.start());
    List<String> rules = words.rules(last);
    if (!trace.sent().isEmpty()) {
      Step.Sent sent = trace.sent().getFirst();
      return sent(sent.port(), sent.packet(), rules);
    }
    Verdict verdict = trace.reachedController() ? Verdict.TO_AGENT : Verdict.DROPPED;
    return new Outcome(verdict, reason(trace), rules, Optional.empty(), Optional.empty(), last);
  }

  private Outcome sent(OfPort port, Packet packet, List<String> rules) {
    Optional<OfPort> by = Optional.of(port);
    Optional<IpAddress> tunnel = Vocabulary.tunnelTo(packet);
    boolean throughTunnel = doorways.node().tunnel().filter(t -> t.port().equals(port)).isPresent();
    String allowed =
        rules.isEmpty() ? "not judged by any policy" : "allowed by " + String.join(" and ", rules);
    if (throughTunnel) {
      String reason =
          "to node %s by the tunnel to %s; %s"
              .formatted(
                  tunnel.flatMap(this::nodeAt).orElse("?"),
                  tunnel.map(IpAddress::toString).orElse("?"),
                  allowed);
      return new Outcome(Verdict.TO_TUNNEL, reason, rules, by, tunnel, packet);
    }
    if (port.equals(doorways.node().gateway().port())) {
      String reason = "to the network stack of node %s; %s".formatted(name(), allowed);
      return new Outcome(Verdict.TO_NODE, reason, rules, by, Optional.empty(), packet);
    }
    String reason =
        "to %s by port %s; %s"
            .formatted(
                doorways.pod(port).map(pod -> pod.pod().toString()).orElse("nobody known"),
                words.port(port),
                allowed);
    return new Outcome(Verdict.DELIVERED, reason, rules, by, Optional.empty(), packet);
  }

  private String name() {
    return doorways.node().name();
  }

  private Optional<String> nodeAt(IpAddress endpoint) {
    return doorways.others().stream()
        .filter(other -> other.endpoint().equals(endpoint))
        .map(other -> other.name())
        .findFirst();
  }

  private String reason(Trace trace) {
    Optional<String> stopped =
        trace.steps().stream()
            .filter(Step.Stopped.class::isInstance)
            .map(step -> "ended: " + ((Step.Stopped) step).reason())
            .findFirst();
    return stopped.or(() -> trace.last().map(this::reason)).orElse("no table was looked up");
  }

  private String reason(Step.Lookup last) {
    Optional<Cookie> cookie = cookie(last);
    String table = title(last.table());
    if (cookie.isEmpty()) {
      return "%s: %s".formatted(table, last.flow().isEmpty() ? "no flow matches" : "foreign flow");
    }
    String owner = compiler.name(cookie.get()).map(name -> " (" + name + ")").orElse("");
    return "%s: %s%s".formatted(table, cookie.get().purpose().text(), owner);
  }
}
