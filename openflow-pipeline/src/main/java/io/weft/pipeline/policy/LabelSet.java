package io.weft.pipeline.policy;

import static io.weft.pipeline.policy.Words.word;

import io.weft.cluster.Labels;
import io.weft.cluster.ObjectKey;
import io.weft.cluster.Pod;
import java.util.List;
import java.util.stream.Collectors;

/// All that a selector or a port name could ask of a Pod; Pods that agree in it are peers alike.
///
/// The namespace stands by its name, not its labels: when those change, no address is touched.
/// Two sets are equal if their texts are.
public final class LabelSet implements Comparable<LabelSet> {

  private final String namespace;
  private final Labels labels;
  private final List<NamedPort> ports;
  private final String text;

  private LabelSet(String namespace, Labels labels, List<NamedPort> ports) {
    this.namespace = namespace;
    this.labels = labels;
    this.ports = ports;
    String words =
        labels.byKey().entrySet().stream()
            .map(label -> word(label.getKey()) + "=" + word(label.getValue()))
            .collect(Collectors.joining(", "));
    String offers = ports.isEmpty() ? "" : ports.toString();
    this.text = "namespace " + word(namespace) + " {" + words + "}" + offers;
  }

  static LabelSet of(Pod pod) {
    return new LabelSet(pod.namespace(), pod.labels(), NamedPort.of(pod));
  }

  /// The set of a Pod without an object: no labels, no names.
  static LabelSet unlabelled(ObjectKey pod) {
    return new LabelSet(pod.namespace(), Labels.NONE, List.of());
  }

  public String namespace() {
    return namespace;
  }

  public Labels labels() {
    return labels;
  }

  List<NamedPort> ports() {
    return ports;
  }

  @Override
  public int compareTo(LabelSet other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelSet set && text.equals(set.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// `namespace x {app=web}[TCP/http=8080]`.
  @Override
  public String toString() {
    return text;
  }
}
