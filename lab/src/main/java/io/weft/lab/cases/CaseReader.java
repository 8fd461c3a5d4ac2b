package io.weft.lab.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectId;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.ExternalHost;
import io.weft.lab.traffic.Port;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.net.IpFamily;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads case files.
public final class CaseReader {

  private CaseReader() {}

  /// All cases of the given files, and of the `.json` files below the given directories, except
  /// `schema.json`; in path order.
  ///
  /// @throws IllegalArgumentException naming the file and what is wrong with it
  public static List<CaseFile> readAll(List<Path> paths) {
    List<CaseFile> cases = new ArrayList<>();
    for (Path path : paths) {
      try (Stream<Path> files = Files.walk(path)) {
        files
            .filter(file -> file.toString().endsWith(".json"))
            .filter(file -> !file.endsWith("schema.json"))
            .sorted()
            .forEach(file -> cases.add(read(file)));
      } catch (IOException e) {
        throw new IllegalArgumentException("cannot read cases in " + path + ": " + e, e);
      }
    }
    return cases;
  }

  /// One case.
  ///
  /// @throws IllegalArgumentException naming the file and what is wrong with it
  public static CaseFile read(Path file) {
    try {
      return parse(ObjectReader.JSON.readTree(file.toFile()));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(file + " is no case: " + e.getMessage(), e);
    }
  }

  /// One case from its JSON.
  static CaseFile parse(JsonNode json) {
    List<KubernetesObject> objects = new ArrayList<>();
    json.path("cluster").path("objects").forEach(object -> objects.add(object(object)));
    List<ExternalHost> hosts = new ArrayList<>();
    json.path("cluster").path("externalHosts").forEach(host -> hosts.add(host(host)));
    List<CaseFile.Step> steps = new ArrayList<>();
    json.path("steps").forEach(step -> steps.add(step(step)));
    return new CaseFile(
        json.required("id").asText(),
        json.required("suite").asText(),
        json.path("title").asText(),
        objects,
        hosts,
        steps);
  }

  private static KubernetesObject object(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return new KubernetesObject(object);
    }
    throw new IllegalArgumentException("not an object: " + json);
  }

  private static ExternalHost host(JsonNode json) {
    List<IpAddress> addresses = new ArrayList<>();
    json.path("ips").forEach(ip -> addresses.add(IpAddress.parse(ip.asText())));
    List<Port> ports = new ArrayList<>();
    for (JsonNode port : json.path("ports")) {
      ports.add(
          new Port(Protocol.parse(port.path("protocol").asText()), port.path("port").asInt()));
    }
    return new ExternalHost(json.required("name").asText(), addresses, ports);
  }

  private static CaseFile.Step step(JsonNode json) {
    List<Action> actions = new ArrayList<>();
    json.path("do").forEach(action -> actions.add(action(action)));
    JsonNode expect = json.path("expect");
    List<Table> tables = new ArrayList<>();
    expect.path("tables").forEach(table -> tables.add(table(table)));
    List<ProbeExpectation> probes = new ArrayList<>();
    expect.path("probes").forEach(probe -> probes.add(probe(probe)));
    List<FlowExpectation> flows = new ArrayList<>();
    expect
        .path("flows")
        .properties()
        .forEach(flow -> flows.add(flow(flow.getKey(), flow.getValue())));
    return new CaseFile.Step(json.path("name").asText(), actions, tables, probes, flows);
  }

  private static Action action(JsonNode json) {
    String operation = json.required("op").asText();
    return switch (operation) {
      case "apply" -> new Action.Apply(object(json.required("object")));
      case "delete" -> {
        String kind = json.required("kind").asText();
        String namespace = KubernetesObject.namespaceOf(kind, json.path("namespace").asText());
        yield new Action.Delete(new ObjectId(kind, namespace, json.required("name").asText()));
      }
      case "openFlow" ->
          new Action.OpenFlow(
              json.required("flow").asText(), question(json), json.path("sourcePort").asInt());
      default -> throw new IllegalArgumentException("unknown action '" + operation + "'");
    };
  }

  private static Question question(JsonNode json) {
    JsonNode to = json.required("to");
    Question.Target target =
        to.isTextual()
            ? new Question.Target.Endpoint(to.asText(), family(json.path("family").asInt(4)))
            : new Question.Target.Address(IpAddress.parse(to.required("ip").asText()));
    return new Question(
        json.required("from").asText(),
        target,
        Protocol.parse(json.required("protocol").asText()),
        to.isTextual() ? json.path("port").asInt() : to.required("port").asInt(),
        text(to, "path"),
        text(json, "via"));
  }

  private static Table table(JsonNode json) {
    Map<String, String> rows = new LinkedHashMap<>();
    json.path("rows").properties().forEach(row -> rows.put(row.getKey(), row.getValue().asText()));
    return new Table(
        Protocol.parse(json.required("protocol").asText()),
        json.required("port").asInt(),
        family(json.required("family").asInt()),
        texts(json.path("cols")),
        rows);
  }

  private static ProbeExpectation probe(JsonNode json) {
    JsonNode expect = json.required("expect");
    JsonNode same = json.path("sameAs");
    return new ProbeExpectation(
        question(json),
        json.path("repeat").asInt(1),
        Duration.ofMillis((long) (json.path("waitSeconds").asDouble() * 1000)),
        same.isMissingNode()
            ? Optional.empty()
            : Optional.of(same.path("step").asText() + "/" + same.path("probe").asText()),
        ProbeExpectation.Wanted.parse(expect.required("outcome").asText()),
        texts(expect.path("endpoints")),
        expect.path("cover").asInt(),
        expect.path("sticky").asBoolean(),
        texts(expect.path("sourceIP")),
        expect.path("endpointPort").asInt());
  }

  private static FlowExpectation flow(String name, JsonNode json) {
    List<String> states = texts(json.required("state"));
    return new FlowExpectation(
        name,
        states.contains("alive"),
        states.contains("broken"),
        texts(json.path("endpoints")),
        json.path("endpointPort").asInt());
  }

  private static IpFamily family(int number) {
    return switch (number) {
      case 4 -> IpFamily.IPV4;
      case 6 -> IpFamily.IPV6;
      default -> throw new IllegalArgumentException("IP family " + number + " is neither 4 nor 6");
    };
  }

  private static Optional<String> text(JsonNode json, String field) {
    return json.hasNonNull(field) ? Optional.of(json.path(field).asText()) : Optional.empty();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
