package io.weft.pipeline.policy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the rules in force can tell of a peer: who selects it, and which named ports it offers.
///
/// Labels that nobody asks for make no difference. Two identities are equal if their texts are.
public final class Identity implements Comparable<Identity> {

  private final List<PeerSelector> selectors;
  private final List<NamedPort> offers;
  private final String text;

  Identity(Stream<PeerSelector> selectors, Stream<NamedPort> offers) {
    this.selectors = selectors.sorted().toList();
    this.offers = offers.sorted().toList();
    this.text =
        Stream.concat(this.selectors.stream(), this.offers.stream())
            .map(Object::toString)
            .collect(Collectors.joining(" | "));
  }

  /// The selectors in use that mean it, sorted.
  public List<PeerSelector> selectors() {
    return selectors;
  }

  /// Its named ports among the names in use, sorted.
  public List<NamedPort> offers() {
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

  /// `pods app=web of namespace x | TCP/http=8080`.
  @Override
  public String toString() {
    return text;
  }
}
