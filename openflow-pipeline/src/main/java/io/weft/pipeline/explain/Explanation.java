package io.weft.pipeline.explain;

import io.weft.net.IpAddress;
import io.weft.openflow.Flow;
import io.weft.openflow.match.OfPort;
import io.weft.pipeline.trace.Packet;
import java.util.List;
import java.util.Optional;

/// A packet's way through one bridge, in words.
///
/// @param start the packet as it came in
/// @param passages the tables that were looked up, in order
/// @param outcome what became of it
public record Explanation(Packet start, List<Passage> passages, Outcome outcome) {

  public Explanation {
    passages = List.copyOf(passages);
  }

  /// One table.
  ///
  /// @param number the table's number
  /// @param table its name
  /// @param flow the flow that decided; empty if none matched
  /// @param owner whose flow it is; empty if it is nobody's that is known
  /// @param purpose what the flow is there for; empty if it just forwards
  /// @param changes what was set before the next table
  public record Passage(
      int number,
      String table,
      Optional<Flow> flow,
      Optional<String> owner,
      Optional<String> purpose,
      List<Assignment> changes) {
    public Passage {
      changes = List.copyOf(changes);
    }
  }

  /// A mark or field, and what it was set to.
  public record Assignment(String name, String value) {}

  /// What may become of a packet.
  public enum Verdict {
    /// It reached a Pod of this node.
    DELIVERED,
    /// It went to the node's own network stack, which has it or routes it on.
    TO_NODE,
    /// It went to another node.
    TO_TUNNEL,
    /// It went to the agent, which may answer it.
    TO_AGENT,
    /// It was dropped.
    DROPPED
  }

  /// What became of it.
  ///
  /// @param verdict in one word
  /// @param reason why, in words; never empty
  /// @param rules the rules that allowed it, by their places; none if nothing was judged
  /// @param port by which port it left; empty if it did not
  /// @param tunnelTo the other end of the tunnel; empty if it took none
  /// @param end the packet as it left, or as it was when it ended
  public record Outcome(
      Verdict verdict,
      String reason,
      List<String> rules,
      Optional<OfPort> port,
      Optional<IpAddress> tunnelTo,
      Packet end) {
    public Outcome {
      rules = List.copyOf(rules);
    }
  }
}
