package io.weft.policy;

import io.weft.cluster.Pod;
import io.weft.cluster.Pod.ContainerPort;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The named ports of a Pod, or some of them.
///
/// @param numbers the numbers by name; several where containers share a name, never none
public record NamedPorts(NavigableMap<NamedPort, NavigableSet<Integer>> numbers) {

  public static final NamedPorts NONE = new NamedPorts(new TreeMap<>());

  public NamedPorts {
    NavigableMap<NamedPort, NavigableSet<Integer>> copy = new TreeMap<>();
    numbers.forEach((name, values) -> {
      if (!values.isEmpty()) {
        copy.put(name, Collections.unmodifiableNavigableSet(new TreeSet<>(values)));
      }
    });
    numbers = Collections.unmodifiableNavigableMap(copy);
  }

  /// All named ports that the Pod's containers declare.
  public static NamedPorts of(Pod pod) {
    NavigableMap<NamedPort, NavigableSet<Integer>> numbers = new TreeMap<>();
    for (ContainerPort port : pod.ports()) {
      if (!port.name().isEmpty()) {
        numbers
            .computeIfAbsent(new NamedPort(port.protocol(), port.name()), _ -> new TreeSet<>())
            .add(port.port());
      }
    }
    return numbers.isEmpty() ? NONE : new NamedPorts(numbers);
  }

  /// The numbers that the name stands for; none where no container has it.
  public NavigableSet<Integer> numbers(NamedPort name) {
    return numbers.getOrDefault(name, Collections.emptyNavigableSet());
  }

  /// Those of these names.
  public NamedPorts only(Set<NamedPort> names) {
    if (numbers.isEmpty() || names.isEmpty()) {
      return NONE;
    }
    NavigableMap<NamedPort, NavigableSet<Integer>> kept = new TreeMap<>(numbers);
    kept.keySet().retainAll(names);
    return kept.isEmpty() ? NONE : new NamedPorts(kept);
  }

  public boolean isEmpty() {
    return numbers.isEmpty();
  }

  /// `{tcp/http=[80]}`.
  @Override
  public String toString() {
    return numbers.toString();
  }
}
