package io.weft.pipeline.trace;

import io.weft.openflow.Flow;
import io.weft.openflow.FlowOptions;
import io.weft.openflow.action.Action;
import io.weft.openflow.action.Learn;
import io.weft.openflow.match.BitRange;
import io.weft.openflow.match.Bits;
import io.weft.openflow.match.Field;
import io.weft.openflow.match.Match;
import io.weft.openflow.match.OfPort;
import java.util.ArrayList;
import java.util.List;

/// The flow that a `learn` action makes of a packet (ovs-actions(7), "The learn action").
final class LearnedFlow {

  private LearnedFlow() {}

  static Flow of(Learn learn, Packet packet) {
    Match match = Match.any();
    List<Action> actions = new ArrayList<>();
    for (Learn.Spec spec : learn.specs()) {
      switch (spec) {
        case Learn.Spec.MatchField(var source, var destination) ->
            match = match(match, destination, packet.value(source));
        case Learn.Spec.MatchValue(var destination, var value) ->
            match = match(match, destination, value);
        case Learn.Spec.LoadField(var source, var destination) ->
            actions.add(Action.SetField.of(destination, packet.value(source)));
        case Learn.Spec.LoadValue(var value, var destination) ->
            actions.add(Action.SetField.of(destination, value));
        case Learn.Spec.OutputTo(var source) ->
            actions.add(
                Action.Output.to(OfPort.ofShort((int) packet.value(source).low() & 0xffff)));
      }
    }
    return new Flow(
        learn.table(),
        learn.priority(),
        learn.cookie(),
        match,
        actions,
        FlowOptions.timeouts(learn.timeouts().idle(), learn.timeouts().hard()));
  }

  /// The action knows the port as one of 16 bits, the flow as one of 32.
  private static Match match(Match match, BitRange destination, Bits value) {
    return destination.field() == Field.IN_PORT_16 && destination.isWhole()
        ? match.with(Field.IN_PORT, OfPort.ofShort((int) value.low()))
        : match.with(destination, value);
  }
}
