package io.weft.lab.bench;

/// What a measured value is held against.
///
/// @param bound on which side of the value it has to lie
/// @param value in the unit of what is judged; of no meaning for [Bound#REPORTED]
public record Target(Bound bound, double value) {

  /// On which side.
  public enum Bound {
    AT_MOST("≤ "),
    AT_LEAST("≥ "),
    EXACTLY("= "),
    REPORTED("");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }
  }

  /// For what is told beside other rows and judged by nobody.
  public static final Target REPORTED = new Target(Bound.REPORTED, 0);

  public static Target atMost(double value) {
    return new Target(Bound.AT_MOST, value);
  }

  public static Target atLeast(double value) {
    return new Target(Bound.AT_LEAST, value);
  }

  public static Target exactly(double value) {
    return new Target(Bound.EXACTLY, value);
  }

  /// Whether the value is where it has to be.
  public boolean met(double measured) {
    return switch (bound) {
      case AT_MOST -> measured <= value;
      case AT_LEAST -> measured >= value;
      case EXACTLY -> Double.compare(measured, value) == 0;
      case REPORTED -> true;
    };
  }

  /// As text, `≤ 1.35`; nothing for what is only told.
  @Override
  public String toString() {
    return switch (bound) {
      case AT_MOST, AT_LEAST, EXACTLY -> bound.sign + plain(value);
      case REPORTED -> "";
    };
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : Double.toString(value);
  }
}
