package io.weft.lab.cases;

import io.weft.net.IpAddress;
import java.util.List;

/// Where a case is tried: a lab of real switches, or a model of them.
///
/// Used by one thread.
public interface CaseEngine extends AutoCloseable {

  /// Builds the case's cluster; whatever was there before is gone.
  void load(CaseFile file);

  /// Does all actions and returns when they have taken effect.
  void act(List<Action> actions);

  /// Asks all questions, each with a new connection, and returns what came of each, in order.
  ///
  /// @param patient whether to wait longer than usual for an answer
  List<Observation> ask(List<Question> questions, boolean patient);

  /// Uses an open flow once more.
  Observation flow(String name);

  /// All addresses of a node.
  List<IpAddress> nodeAddresses(String node);

  @Override
  void close();
}
