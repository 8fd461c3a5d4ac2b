package io.weft.policy;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy.Peer;
import java.util.Optional;

/// Pods by their namespace and labels, in normal form: equal selectors in two policies are one.
///
/// Two selectors are equal, and ordered, by their texts: there are many of them, in many tables.
public final class PodSelector implements Comparable<PodSelector> {

  private final Optional<String> namespace;
  private final LabelSelector namespaces;
  private final LabelSelector pods;
  private final String text;

  /// @param namespace the one namespace that is meant, or empty where `namespaces` decides
  /// @param namespaces which namespaces, by their labels
  /// @param pods which Pods of these, by their labels
  public PodSelector(Optional<String> namespace, LabelSelector namespaces, LabelSelector pods) {
    if (namespace.isPresent() && !namespaces.requirements().isEmpty()) {
      throw new IllegalArgumentException(
          "a selector within namespace " + namespace.get() + " that selects namespaces too");
    }
    this.namespace = namespace;
    this.namespaces = Canonical.sorted(namespaces);
    this.pods = Canonical.sorted(pods);
    String where =
        namespace.isPresent() ? namespace.get() : "{" + Canonical.selector(this.namespaces) + "}";
    this.text = where + "/" + Canonical.selector(this.pods);
  }

  /// The Pods of one namespace.
  public static PodSelector within(String namespace, LabelSelector pods) {
    return new PodSelector(Optional.of(namespace), LabelSelector.EVERYTHING, pods);
  }

  /// A peer of a policy in `namespace`: without a namespace selector its own namespace is meant,
  /// without a Pod selector all Pods of the selected namespaces.
  static PodSelector of(String namespace, Peer.Pods peer) {
    LabelSelector pods = peer.pods().orElse(LabelSelector.EVERYTHING);
    return peer.namespaces()
        .map(namespaces -> new PodSelector(Optional.empty(), namespaces, pods))
        .orElseGet(() -> within(namespace, pods));
  }

  /// The one namespace that is meant; empty where [#namespaces()] decides.
  public Optional<String> namespace() {
    return namespace;
  }

  /// Which namespaces, by their labels.
  public LabelSelector namespaces() {
    return namespaces;
  }

  /// Which Pods of the namespaces, by their labels.
  public LabelSelector pods() {
    return pods;
  }

  /// Whether it selects Pods with this label set.
  ///
  /// @param namespaceLabels the labels of the label set's namespace
  public boolean matches(LabelSet labelSet, Labels namespaceLabels) {
    return (namespace.isEmpty() || namespace.get().equals(labelSet.namespace()))
        && namespaces.matches(namespaceLabels)
        && pods.matches(labelSet.labels());
  }

  @Override
  public int compareTo(PodSelector other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PodSelector selector && text.equals(selector.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// `x/app=web` within a namespace, `{team=red}/app=web` over namespaces; equal exactly for equal
  /// selectors.
  @Override
  public String toString() {
    return text;
  }
}
