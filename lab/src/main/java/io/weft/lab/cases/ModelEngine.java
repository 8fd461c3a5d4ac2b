package io.weft.lab.cases;

import com.fasterxml.jackson.core.type.TypeReference;
import io.weft.cluster.ClusterChange;
import io.weft.cluster.ClusterState;
import io.weft.cluster.ObjectKey;
import io.weft.kubernetes.convert.Conversion;
import io.weft.kubernetes.convert.KubernetesConverter;
import io.weft.lab.state.KubernetesObject;
import io.weft.lab.state.ObjectId;
import io.weft.lab.state.ObjectReader;
import io.weft.lab.topology.ExternalHost;
import io.weft.lab.traffic.Outcome;
import io.weft.lab.traffic.Protocol;
import io.weft.net.IpAddress;
import io.weft.pipeline.model.Answer;
import io.weft.pipeline.model.ClusterModel;
import io.weft.pipeline.model.Conversation;
import io.weft.pipeline.model.Endpoint;
import io.weft.pipeline.model.OutsideHost;
import io.weft.pipeline.trace.BucketChoice;
import io.weft.pipeline.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tries cases by the compiled flows of all nodes, without a switch.
public final class ModelEngine implements CaseEngine {

  private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

  private final Map<ObjectId, KubernetesObject> objects = new LinkedHashMap<>();
  private final Map<ObjectId, ObjectKey> keys = new HashMap<>();
  private final Map<String, Conversation> flows = new HashMap<>();
  private Optional<ClusterModel> model = Optional.empty();
  private int choices;

  @Override
  public void load(CaseFile file) {
    objects.clear();
    keys.clear();
    flows.clear();
    List<OutsideHost> outside = new ArrayList<>();
    for (ExternalHost host : file.externalHosts()) {
      outside.add(new OutsideHost(host.name(), host.addresses()));
    }
    BucketChoice inTurn = (group, packet) -> BucketChoice.nth(choices++).choose(group, packet);
    model = Optional.of(ClusterModel.of(ClusterState.EMPTY, outside, inTurn));
    change(file.objects(), List.of());
  }

  private ClusterModel model() {
    return model.orElseThrow(() -> new IllegalStateException("no case is loaded"));
  }

  private void change(List<KubernetesObject> put, List<ObjectId> removed) {
    List<ClusterChange> changes = new ArrayList<>();
    for (KubernetesObject object : put) {
      objects.put(object.id(), object);
      converted(object).ifPresent(changes::add);
    }
    for (ObjectId id : removed) {
      for (ObjectId gone : withContents(id)) {
        objects.remove(gone);
        ObjectKey key = keys.remove(gone);
        if (key != null) {
          changes.add(new ClusterChange.Delete(key));
        }
      }
    }
    model().apply(changes);
  }

  /// A Namespace takes everything in it along.
  private List<ObjectId> withContents(ObjectId id) {
    List<ObjectId> ids = new ArrayList<>(List.of(id));
    if (id.kind().equals("Namespace")) {
      objects.keySet().stream().filter(o -> o.namespace().equals(id.name())).forEach(ids::add);
    }
    return ids;
  }

  private Optional<ClusterChange> converted(KubernetesObject object) {
    Conversion read =
        KubernetesConverter.convert(ObjectReader.JSON.convertValue(object.json(), TREE));
    return switch (read) {
      case Conversion.Read(var value, _) -> {
        keys.put(object.id(), value.key());
        yield Optional.of(new ClusterChange.Put(value));
      }
      case Conversion.Skipped(Optional<ObjectKey> key, _) -> key.map(ClusterChange.Delete::new);
      case Conversion.Broken _ -> Optional.empty();
    };
  }

  @Override
  public void act(List<Action> actions) {
    for (Action action : actions) {
      switch (action) {
        case Action.Apply(var object) -> change(List.of(object), List.of());
        case Action.Delete(var id) -> change(List.of(), List.of(id));
        case Action.OpenFlow open -> open(open);
      }
    }
  }

  /// Flows to a Service change hands when the agent removes their connections: not modelled.
  private void open(Action.OpenFlow open) {
    if (open.question().to() instanceof Question.Target.Endpoint) {
      flows.put(
          open.flow(),
          model()
              .open(
                  Endpoint.parse(open.question().from()),
                  address(open.question().to()),
                  number(open.question().protocol()),
                  open.question().port(),
                  open.sourcePort()));
    }
  }

  @Override
  public List<Observation> ask(List<Question> questions, boolean patient) {
    return questions.stream().map(this::ask).toList();
  }

  private Observation ask(Question question) {
    if (question.via().isPresent()) {
      return new Observation.Unjudged("the model has no way in through a chosen node");
    }
    if (question.to() instanceof Question.Target.Address(IpAddress to)
        && (!question.from().contains("/") || ofNode(to))) {
      return new Observation.Unjudged("the model has no translation by the nodes' own stacks");
    }
    if (question.path().isPresent()) {
      return new Observation.Unjudged("the model has no HTTP server");
    }
    return seen(
        question.protocol(),
        model()
            .probe(
                Endpoint.parse(question.from()),
                address(question.to()),
                number(question.protocol()),
                question.port()));
  }

  private boolean ofNode(IpAddress address) {
    return objects.values().stream()
        .anyMatch(
            object -> object.kind().equals("Node") && object.internalAddresses().contains(address));
  }

  @Override
  public Observation flow(String name) {
    Conversation conversation = flows.get(name);
    return conversation == null
        ? new Observation.Unjudged("the model does not forget connections as the agent does")
        : seen(Protocol.TCP, conversation.use());
  }

  private Observation seen(Protocol protocol, Answer answer) {
    if (answer.by().isEmpty()) {
      boolean told =
          answer.path().stream()
              .flatMap(hop -> hop.trace().steps().stream())
              .anyMatch(step -> step instanceof Trace.Step.ToController);
      return new Observation.Seen(
          told ? new Outcome.Rejected(answer.reason()) : new Outcome.Dropped());
    }
    IpAddress source = answer.sourceSeen().orElse(answer.address());
    return new Observation.Seen(
        new Outcome.Answered(
            new io.weft.lab.traffic.Answer(
                server(answer.by().get(), protocol, answer.port()), answer.port(), source, 0)));
  }

  /// A node's answer is that of its host-network Pod with this port, if there is one.
  private String server(Endpoint endpoint, Protocol protocol, int port) {
    if (endpoint instanceof Endpoint.OfNode(String node)) {
      for (KubernetesObject pod : objects.values()) {
        if (pod.kind().equals("Pod")
            && pod.hostNetwork()
            && pod.spec("nodeName").asText().equals(node)
            && pod.ports().stream().anyMatch(p -> p.protocol() == protocol && p.number() == port)) {
          return pod.id().qualifiedName();
        }
      }
    }
    return endpoint.toString();
  }

  private IpAddress address(Question.Target target) {
    return switch (target) {
      case Question.Target.Address(IpAddress address) -> address;
      case Question.Target.Endpoint(String name, var family) ->
          model().address(Endpoint.parse(name), family);
    };
  }

  private static int number(Protocol protocol) {
    return switch (protocol) {
      case TCP -> 6;
      case UDP -> 17;
      case SCTP -> 132;
      case ICMP -> 1;
    };
  }

  @Override
  public List<IpAddress> nodeAddresses(String node) {
    KubernetesObject object = objects.get(new ObjectId("Node", "", node));
    return object == null ? List.of() : Endpoints.nodeAddresses(object);
  }

  @Override
  public void close() {
    flows.clear();
  }
}
