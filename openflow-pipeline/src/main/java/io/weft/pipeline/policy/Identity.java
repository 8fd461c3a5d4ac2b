package io.weft.pipeline.policy;

import io.weft.policy.PodSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// What the rules in force can tell of a peer: who selects it, and which named ports it offers.
///
/// Labels that nobody asks for make no difference. Two identities are equal if their texts are.
public final class Identity implements Comparable<Identity> {

  private final List<PodSelector> selectors;
  private final List<OfferedPort> offers;
  private final String text;

  Identity(Collection<PeerSelectors.Node> selectors, List<OfferedPort> offers) {
    List<PodSelector> sorted = new ArrayList<>(selectors.size());
    selectors.forEach(node -> sorted.add(node.selector));
    sorted.sort(Comparator.naturalOrder());
    this.selectors = List.copyOf(sorted);
    this.offers = offers.size() < 2 ? List.copyOf(offers) : offers.stream().sorted().toList();
    StringBuilder words = new StringBuilder();
    this.selectors.forEach(selector -> append(words, selector));
    this.offers.forEach(offer -> append(words, offer));
    this.text = words.toString();
  }

  private static void append(StringBuilder words, Object part) {
    if (!words.isEmpty()) {
      words.append(" | ");
    }
    words.append(part);
  }

  /// The selectors in use that mean it, sorted.
  public List<PodSelector> selectors() {
    return selectors;
  }

  /// Its named ports among the names in use, sorted.
  public List<OfferedPort> offers() {
    return offers;
  }

  /// Whether nothing can be told: then it needs no number.
  boolean isNothing() {
    return text.isEmpty();
  }

  @Override
  public int compareTo(Identity other) {
    return text.compareTo(other.text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Identity identity && text.equals(identity.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// `x/app=web | {team=red}/* | tcp/http=8080`.
  @Override
  public String toString() {
    return text;
  }
}
