package io.weft.kubernetes;

import io.weft.kubernetes.convert.Fault;
import java.util.List;
import java.util.stream.Collectors;

/// Something that could not be read, and what to do about it. Place and subject identify it: a later
/// report about the same two replaces this one.
///
/// @param place where it came from: the name of a file, or the API server
/// @param subject the object as `Kind namespace/name`, or the file where no object can be told
/// @param faults what is wrong with it; at least one
public record BrokenObject(String place, String subject, List<Fault> faults) {

  public BrokenObject {
    faults = List.copyOf(faults);
    if (faults.isEmpty()) {
      throw new IllegalArgumentException(subject + " is reported as broken without a fault");
    }
  }

  /// One line for a log, an event or a status.
  @Override
  public String toString() {
    String where = place.equals(subject) ? "" : " (" + place + ")";
    return subject
        + where
        + ": "
        + faults.stream().map(Fault::toString).collect(Collectors.joining("; "));
  }
}
