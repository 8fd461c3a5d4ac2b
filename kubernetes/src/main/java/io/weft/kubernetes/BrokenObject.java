package io.weft.kubernetes;

/// Something that could not be read, and what to do about it.
///
/// @param place where it came from: a file, or the API server
/// @param subject the object as `Kind namespace/name`, or the file where no object can be told
/// @param field the path of the field that is wrong, as in `spec.ports[0].port`; empty for the whole
/// @param value the offending value, as text; empty where something is missing
/// @param remedy what is expected instead, as an instruction
public record BrokenObject(
    String place, String subject, String field, String value, String remedy) {

  /// One line for a log, an event or a status.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(subject);
    if (!place.equals(subject)) {
      text.append(" (").append(place).append(')');
    }
    if (!field.isEmpty()) {
      text.append(": ").append(field);
    }
    if (!value.isEmpty()) {
      text.append(": \"").append(value).append('"');
    }
    return text.append(": ").append(remedy).toString();
  }
}
