package io.weft.pipeline.policy;

import io.weft.cluster.LabelSelector;
import io.weft.cluster.Labels;
import io.weft.cluster.NetworkPolicy.Peer;
import java.util.Optional;

/// Which Pods of the cluster a rule means, wherever the policy stands.
///
/// Two selectors are equal if their texts are. A namespace whose object is not known is selected by
/// its name only, so that nothing is allowed for want of knowledge.
public final class PeerSelector implements Comparable<PeerSelector> {

  private final Scope scope;
  private final LabelSelector pods;
  private final String text;

  /// In which namespaces.
  sealed interface Scope {
    record Named(String namespace) implements Scope {}

    record Selected(LabelSelector namespaces) implements Scope {}
  }

  private PeerSelector(Scope scope, LabelSelector pods) {
    this.scope = scope;
    this.pods = pods;
    String where =
        switch (scope) {
          case Scope.Named(String namespace) -> "namespace " + Words.word(namespace);
          case Scope.Selected(LabelSelector namespaces) ->
              "namespaces " + SelectorText.of(namespaces);
        };
    this.text = "pods " + SelectorText.of(pods) + " of " + where;
  }

  /// What a peer means in a policy of this namespace.
  public static PeerSelector of(String policyNamespace, Peer.Pods peer) {
    return new PeerSelector(
        peer.namespaces()
            .<Scope>map(Scope.Selected::new)
            .orElseGet(() -> new Scope.Named(policyNamespace)),
        peer.pods().orElse(LabelSelector.EVERYTHING));
  }

  Scope scope() {
    return scope;
  }

  LabelSelector pods() {
    return pods;
  }

  /// Whether Pods of the namespace may be meant.
  boolean selectsNamespace(String namespace, Optional<Labels> labels) {
    return switch (scope) {
      case Scope.Named(String name) -> name.equals(namespace);
      case Scope.Selected(LabelSelector selector) ->
          labels.isPresent() && selector.matches(labels.get());
    };
  }

  /// Whether a Pod with these labels is meant.
  boolean selects(LabelSet set, Optional<Labels> namespaceLabels) {
    return selectsNamespace(set.namespace(), namespaceLabels) && pods.matches(set.labels());
  }

  @Override
  public int compareTo(PeerSelector other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerSelector selector && text.equals(selector.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// `pods app=web of namespace x` or `pods * of namespaces team=red`.
  @Override
  public String toString() {
    return text;
  }
}
