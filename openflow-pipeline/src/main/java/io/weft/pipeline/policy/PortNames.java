package io.weft.pipeline.policy;

import io.weft.policy.NamedPort;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// Which egress rules in force ask for which port names: what such a name means is for all peers to
/// say.
final class PortNames {

  private final Identities identities;
  private final Map<NamedPort, Set<Side>> users = new HashMap<>();

  PortNames(Identities identities) {
    this.identities = identities;
  }

  /// The side now uses these names and no others.
  void use(Side side, Set<NamedPort> names) {
    Set<NamedPort> before = side.names;
    for (NamedPort name : names) {
      if (!before.contains(name)) {
        users.computeIfAbsent(name, _ -> new HashSet<>()).add(side);
        identities.use(name);
      }
    }
    for (NamedPort name : before) {
      if (!names.contains(name)) {
        Set<Side> others = users.getOrDefault(name, new HashSet<>());
        others.remove(side);
        if (others.isEmpty()) {
          users.remove(name);
        }
        identities.release(name);
      }
    }
    side.names = names;
  }

  /// The sides that use one of the names.
  Set<Side> users(Collection<NamedPort> names) {
    Set<Side> found = new LinkedHashSet<>();
    for (NamedPort name : names) {
      found.addAll(users.getOrDefault(name, Set.of()));
    }
    return found;
  }
}
