package io.weft.kubernetes.convert;

/// One thing that is wrong in an object.
///
/// @param field the path of the field, as in `spec.ports[0].port`; empty for the whole object
/// @param value the offending value as text; empty where something is missing
/// @param remedy what to do, as an instruction
public record Fault(String field, String value, String remedy) {

  private static final int LONGEST = 80;

  public Fault {
    value = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
  }

  /// `field: "value": remedy`, without the parts that are empty.
  @Override
  public String toString() {
    return (field.isEmpty() ? "" : field + ": ")
        + (value.isEmpty() ? "" : "\"" + value + "\": ")
        + remedy;
  }
}
