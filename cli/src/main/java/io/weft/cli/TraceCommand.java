package io.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.weft.lab.agent.AgentClient;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.terminal.Output;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `weft trace`.
@Command(
    name = "trace",
    description = {
      "What happens to a packet: the tables it passes, the flow that decides in each and whose it",
      "is, and the verdict with its reason. Nothing is sent.",
      "FROM and TO: NAMESPACE/POD, node:NAME, an address; TO also svc:NAMESPACE/SERVICE."
    },
    footer = {
      "",
      "With --lab alone the packet is followed from node to node; on one node, what leaves by the",
      "tunnel is followed no further.",
      "Example: weft trace shop/web shop/db --tcp 5432"
    })
final class TraceCommand implements Callable<Integer> {

  private static final int MOST_NODES = 8;

  @Mixin private AgentSocket agent = new AgentSocket();

  @Parameters(index = "0", paramLabel = "FROM", description = "Who sends.")
  private String from = "";

  @Parameters(index = "1", paramLabel = "TO", description = "Who is to get it.")
  private String to = "";

  @ArgGroup(exclusive = true)
  private Protocols protocols = new Protocols();

  @Option(
      names = "--family",
      paramLabel = "4|6",
      defaultValue = "",
      description = "Address family (default: the first that both have).")
  private String family = "";

  @Option(
      names = "--connection",
      paramLabel = "STATE",
      defaultValue = "new",
      description =
          "new, established or reply: what conntrack knows of the packet (default:"
              + " ${DEFAULT-VALUE}).")
  private String connection = "new";

  @Option(
      names = "--actual",
      description = "Use the flows that the switch has, not those that it should have.")
  private boolean actual;

  @Mixin private Output output = new Output();

  /// At most one of them; ICMP if none is given.
  static final class Protocols {
    @Option(names = "--tcp", paramLabel = "PORT", description = "A TCP packet to this port.")
    private int tcp = -1;

    @Option(names = "--udp", paramLabel = "PORT", description = "A UDP packet to this port.")
    private int udp = -1;

    @Option(names = "--sctp", paramLabel = "PORT", description = "An SCTP packet to this port.")
    private int sctp = -1;

    @Option(names = "--icmp", description = "An echo request (the default).")
    private boolean icmp;

    private void addTo(Map<String, String> question) {
      int port = Math.max(tcp, Math.max(udp, sctp));
      String name = tcp >= 0 ? "tcp" : udp >= 0 ? "udp" : sctp >= 0 ? "sctp" : "icmp";
      question.put("protocol", name);
      if (!icmp && port >= 0) {
        question.put("port", Integer.toString(port));
      }
    }
  }

  @Override
  public Integer call() {
    List<AgentClient> agents = agent.clients();
    ArrayNode hops = ObjectReader.JSON.createArrayNode();
    Optional<JsonNode> hop = first(agents);
    while (hop.isPresent() && hops.size() < MOST_NODES) {
      hops.add(hop.get());
      hop = agents.size() > 1 ? next(agents, hop.get().path("outcome")) : Optional.empty();
    }
    if (output.isText()) {
      new TraceText(hops).lines().forEach(System.out::println);
    } else {
      output.print(hops);
    }
    return 0;
  }

  private Map<String, String> question() {
    Map<String, String> question = new LinkedHashMap<>();
    question.put("connection", connection);
    question.put("flows", actual ? "actual" : "desired");
    return question;
  }

  /// Asks the agent of the node at which the packet begins its way.
  private Optional<JsonNode> first(List<AgentClient> agents) {
    Map<String, String> question = question();
    question.put("from", from);
    question.put("to", to);
    protocols.addTo(question);
    if (!family.isEmpty()) {
      question.put("family", family);
    }
    List<String> problems = new ArrayList<>();
    for (AgentClient each : agents) {
      AgentClient.Response response = ask(each, question);
      if (response.status() != 200) {
        problems.add(response.body().strip());
      } else if (agents.size() == 1 || response.json().path("origin").asBoolean()) {
        return Optional.of(response.json());
      }
    }
    throw new IllegalArgumentException(
        problems.isEmpty()
            ? "no node of the lab is where a packet from '%s' to '%s' begins".formatted(from, to)
            : problems.getFirst());
  }

  /// Asks the agent of the node where the tunnel ends that the packet has taken.
  private Optional<JsonNode> next(List<AgentClient> agents, JsonNode outcome) {
    if (!outcome.has("tunnelTo")) {
      return Optional.empty();
    }
    Map<String, String> question = question();
    for (String key : List.of("packet", "tunnelFrom", "tunnelTo")) {
      question.put(key, outcome.path(key).asText());
    }
    return agents.stream()
        .map(each -> ask(each, question))
        .filter(response -> response.status() == 200)
        .map(AgentClient.Response::json)
        .findFirst();
  }

  private static AgentClient.Response ask(AgentClient agent, Map<String, String> question) {
    String query =
        question.entrySet().stream()
            .map(entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return agent.ask("/trace?" + query);
  }
}
