package io.weft.lab.traffic;

/// What became of one probe.
public sealed interface Outcome {

  /// A lab server answered.
  record Answered(Answer answer) implements Outcome {
    @Override
    public String toString() {
      return "answered by " + answer;
    }
  }

  /// An HTTP server answered.
  ///
  /// @param status the status code
  record Http(int status) implements Outcome {
    @Override
    public String toString() {
      return "HTTP status " + status;
    }
  }

  /// An ICMP echo came back.
  record Echoed() implements Outcome {
    @Override
    public String toString() {
      return "echoed";
    }
  }

  /// Somebody said no at once: a TCP reset or an ICMP error.
  ///
  /// @param reason the system's own words
  record Rejected(String reason) implements Outcome {
    @Override
    public String toString() {
      return "rejected (" + reason + ")";
    }
  }

  /// Silence until the time-out.
  record Dropped() implements Outcome {
    @Override
    public String toString() {
      return "dropped";
    }
  }

  /// Whether the other side was reached.
  default boolean reached() {
    return switch (this) {
      case Answered _, Http _, Echoed _ -> true;
      case Rejected _, Dropped _ -> false;
    };
  }
}
