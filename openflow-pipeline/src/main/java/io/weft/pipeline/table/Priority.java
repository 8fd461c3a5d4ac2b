package io.weft.pipeline.table;

/// The priorities of flows: few, and each with a meaning.
public enum Priority {
  /// What a table does when nothing else fits.
  MISS(0),
  /// The world outside: what no other answer covers.
  OUTSIDE(50),
  /// Wide answers: a whole range, a whole family.
  WIDE(100),
  /// What the table is there for.
  NORMAL(200),
  /// An address or port within what [#NORMAL] covers.
  EXACT(300),
  /// Before the question is asked at all.
  FIRST(400),
  /// What [#FIRST] must not get.
  EXCEPTION(500);

  /// The lowest of the sixteen priorities over which conjunctive rules are spread.
  public static final int RULES = 1000;

  /// How many priorities rules are spread over.
  public static final int RULE_LEVELS = 16;

  private final int number;

  Priority(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// The priority for rules of this level, 0 to 15.
  public static int rules(int level) {
    if (level < 0 || level >= RULE_LEVELS) {
      throw new IllegalArgumentException("rule level %d, expected 0 to 15".formatted(level));
    }
    return RULES + level;
  }
}
