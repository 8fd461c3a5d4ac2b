package io.weft.controller.flows;

import io.weft.openflow.Change;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.text.ChangeText;
import io.weft.openflow.text.Names;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Errors of the bridge that answer no request of the flow loop: which of them speak of flows, and
/// a log line for some of them, for packets can provoke them at any rate.
final class Complaints {

  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /// `FLOW_MOD_FAILED`, `GROUP_MOD_FAILED`, `METER_MOD_FAILED`, `BUNDLE_FAILED` (OpenFlow 1.5.1
  /// §7.5.4).
  private static final Set<Integer> OF_FLOWS = Set.of(5, 6, 12, 17);

  private final InstantSource clock;
  private Instant quietUntil = Instant.MIN;
  private long unsaid;

  Complaints(InstantSource clock) {
    this.clock = clock;
  }

  /// Whether the bridge may hold other flows than we think: not so for a packet that could not be
  /// sent.
  static boolean concernFlows(OpenFlowError error, Optional<Change> cause) {
    return cause.isPresent() || OF_FLOWS.contains(error.type());
  }

  /// Logs the error, unless one was logged a short while ago; says whether it did.
  boolean heard(OpenFlowError error, Optional<Change> cause, Supplier<Names> names) {
    Instant now = clock.instant();
    if (now.isBefore(quietUntil)) {
      unsaid++;
      return false;
    }
    LOG.atWarn()
        .addKeyValue("error", error.name())
        .addKeyValue(
            "cause", cause.map(change -> ChangeText.print(change, names.get())).orElse("unknown"))
        .addKeyValue("unsaid", unsaid)
        .log("bridge complained");
    quietUntil = now.plus(SILENCE);
    unsaid = 0;
    return true;
  }
}
