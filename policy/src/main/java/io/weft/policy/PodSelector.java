package io.weft.policy;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy.Peer;
import java.util.Comparator;
import java.util.Optional;

/// Pods by their namespace and labels, in normal form: equal selectors in two policies are one.
///
/// @param namespace the one namespace that is meant, or empty where `namespaces` decides
/// @param namespaces which namespaces, by their labels
/// @param pods which Pods of these, by their labels
public record PodSelector(Optional<String> namespace, LabelSelector namespaces, LabelSelector pods)
    implements Comparable<PodSelector> {

  private static final Comparator<PodSelector> ORDER = Comparator.comparing(PodSelector::toString);

  public PodSelector {
    if (namespace.isPresent() && !namespaces.requirements().isEmpty()) {
      throw new IllegalArgumentException(
          "a selector within namespace " + namespace.get() + " that selects namespaces too");
    }
    namespaces = Canonical.sorted(namespaces);
    pods = Canonical.sorted(pods);
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

  /// Whether it selects Pods with this label set.
  ///
  /// @param namespaceLabels the labels of the label set's namespace
  public boolean matches(LabelSet labelSet, Labels namespaceLabels) {
    return (namespace.isEmpty() || namespace.get().equals(labelSet.namespace()))
        && pods.matches(labelSet.labels())
        && namespaces.matches(namespaceLabels);
  }

  @Override
  public int compareTo(PodSelector other) {
    return ORDER.compare(this, other);
  }

  /// `x/app=web` within a namespace, `{team=red}/app=web` over namespaces; equal exactly for equal
  /// selectors.
  @Override
  public String toString() {
    return namespace.orElseGet(() -> "{" + Canonical.selector(namespaces) + "}")
        + "/"
        + Canonical.selector(pods);
  }
}
