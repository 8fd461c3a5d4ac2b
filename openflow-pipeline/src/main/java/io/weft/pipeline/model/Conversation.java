package io.weft.pipeline.model;

import io.weft.pipeline.trace.Packet;
import io.weft.pipeline.trace.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A connection, or datagrams from one source port, that a client keeps using.
public final class Conversation {

  private final ClusterModel model;
  private final Endpoint client;
  private final Tuple tuple;

  Conversation(ClusterModel model, Endpoint client, Tuple tuple) {
    this.model = model;
    this.client = client;
    this.tuple = tuple;
  }

  /// Opens the conversation: the first packet, its answer, and one more.
  Answer open() {
    Answer answer = exchange(Segment.FIRST, Segment.ANSWER);
    if (!answer.answered()) {
      return answer;
    }
    Delivery last = model.send(client, Segment.LATER, tuple);
    return last.receiver().equals(answer.by())
        ? answer
        : failed(last, answer.path(), "the second packet: " + last.reason());
  }

  /// Uses the conversation once more: a packet there and one back.
  public Answer use() {
    return exchange(Segment.LATER, Segment.LATER);
  }

  private Answer exchange(Segment there, Segment back) {
    Delivery request = model.send(client, there, tuple);
    if (request.receiver().isEmpty()) {
      return failed(request, List.of(), request.reason());
    }
    Packet received = request.packet();
    Tuple seen = Network.tuple(received);
    Endpoint server = request.receiver().get();
    Delivery response = model.send(server, back, seen.reversed());
    if (!response.receiver().equals(Optional.of(client))) {
      String who = response.receiver().map(r -> "it came to " + r).orElse(response.reason());
      return failed(request, response.path(), "the answer of " + server + ": " + who);
    }
    List<Hop> path = new ArrayList<>(request.path());
    path.addAll(response.path());
    return new Answer(
        Optional.of(server),
        seen.destination(),
        seen.destinationPort(),
        Optional.of(seen.source()),
        "",
        path);
  }

  private static Answer failed(Delivery delivery, List<Hop> more, String reason) {
    Tuple seen = Network.tuple(delivery.packet());
    List<Hop> path = new ArrayList<>(delivery.path());
    path.addAll(more);
    return new Answer(
        Optional.empty(),
        seen.destination(),
        seen.destinationPort(),
        delivery.receiver().map(_ -> seen.source()),
        reason,
        path);
  }
}
