package io.weft.controller.connections;

/// What the sweeps have done since the agent started.
///
/// @param sweeps how many there were
/// @param judged how many connections they looked at
/// @param ended how many they ended
/// @param failures how many sweeps failed
public record SweepStatus(long sweeps, long judged, long ended, long failures) {

  static final SweepStatus INITIAL = new SweepStatus(0, 0, 0, 0);

  SweepStatus swept(int judgedNow, int endedNow) {
    return new SweepStatus(sweeps + 1, judged + judgedNow, ended + endedNow, failures);
  }

  SweepStatus failed() {
    return new SweepStatus(sweeps, judged, ended, failures + 1);
  }
}
