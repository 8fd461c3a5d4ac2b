package io.weft.policy;

/// Seen from the Pod that a policy selects.
public enum Direction {
  INGRESS("ingress"),
  EGRESS("egress");

  private final String field;

  Direction(String field) {
    this.field = field;
  }

  /// The field of the policy's spec that holds the rules, as in `ingress[0]`.
  @Override
  public String toString() {
    return field;
  }
}
