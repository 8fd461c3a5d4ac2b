package io.weft.pipeline.model;

import io.weft.net.IpAddress;
import io.weft.pipeline.trace.Tuple;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A node's own connection tracking: what it masquerades, and what it knows to be an answer.
final class HostStack {

  private final Map<Tuple, Tuple> answers = new HashMap<>();
  private final Set<Tuple> entered = new HashSet<>();

  /// A connection comes in from outside for a Pod.
  void enter(Tuple tuple) {
    entered.add(tuple);
  }

  /// Whether the packet is the answer of a Pod to a connection that came in by this node.
  boolean answersEntered(Tuple tuple) {
    return entered.contains(tuple.reversed());
  }

  /// The tuple with the node's address as its source; the answers will be turned back.
  Tuple masquerade(Tuple tuple, IpAddress address) {
    Tuple translated =
        new Tuple(
            tuple.protocol(),
            address,
            tuple.sourcePort(),
            tuple.destination(),
            tuple.destinationPort());
    answers.put(translated.reversed(), tuple.reversed());
    return translated;
  }

  /// What an answer to masqueraded traffic really is; empty if it is no such answer.
  Optional<Tuple> restore(Tuple tuple) {
    return Optional.ofNullable(answers.get(tuple));
  }
}
