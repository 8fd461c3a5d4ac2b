package io.weft.controller.flows;

/// How long changes of what is known took until the bridge had confirmed the flows that follow from
/// them, compiling included. Those from which none follow are not counted.
///
/// @param count how many
/// @param nanos all of them together
public record ChangeTimes(long count, long nanos) {

  static final ChangeTimes NONE = new ChangeTimes(0, 0);

  ChangeTimes plus(long took) {
    return new ChangeTimes(count + 1, nanos + took);
  }
}
