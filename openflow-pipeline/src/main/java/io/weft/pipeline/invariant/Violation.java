package io.weft.pipeline.invariant;

/// Something that must not be in a program.
///
/// @param kind which invariant is broken
/// @param what the flow, table or group that breaks it, and how
public record Violation(Kind kind, String what) {

  /// The invariants.
  public enum Kind {
    /// From a table the packet can come back to it.
    LOOP,
    /// A flow names a table, group or meter that is not there.
    MISSING_REFERENCE,
    /// A register is read on a way on which nothing was written to it.
    READ_BEFORE_WRITE,
    /// A frame gets past classification without a guard for its port.
    UNGUARDED_PORT,
    /// A frame leaves from a table that is not there for it, or by NORMAL or a flood.
    STRAY_OUTPUT,
    /// Two flows of one priority match one packet and do different things with it.
    AMBIGUOUS,
    /// A flow drops and does not say why, or is not Weft's.
    UNNAMED_DROP,
    /// A table has no answer for a packet that nothing in it matches.
    NO_MISS_FLOW
  }

  @Override
  public String toString() {
    return kind + ": " + what;
  }
}
