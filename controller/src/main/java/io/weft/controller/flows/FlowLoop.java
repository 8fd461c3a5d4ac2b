package io.weft.controller.flows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.openflow.Change;
import io.weft.openflow.client.ConnectionListener;
import io.weft.openflow.client.ConnectionLostException;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.client.Refusal;
import io.weft.openflow.message.Message.Features;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.text.ChangeText;
import io.weft.openflow.text.Names;
import io.weft.pipeline.compile.PipelineCompiler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Keeps the bridge's flows, groups and meters as they are desired.
///
/// One step at a time: either everything is read back and the difference sent, or the changes that
/// were desired since the last step are sent. A step that ends in any doubt (connection lost,
/// change refused) is followed by reading back. What is refused is put aside until it is desired in
/// another form, so that one bad flow keeps no other out.
///
/// All methods are called on the agent's event loop; futures complete there.
public final class FlowLoop implements ConnectionListener {

  private static final Logger LOG = LoggerFactory.getLogger(FlowLoop.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /// An audit is the eleventh step at the latest.
  private static final int AUDIT_STEP = 11;

  /// How long two rounds of ovs-vswitchd's comparing may take.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Bridge bridge;
  private final Map<Change, OpenFlowError> refused = new LinkedHashMap<>();
  private final Complaints complaints = new Complaints(InstantSource.system());
  private final Milestone confirmed = new Milestone();
  private final Revalidation revalidation;
  private final Pace pace;
  private @Nullable OpenFlowConnection connection;
  private @Nullable PipelineCompiler program;
  private List<Change> outbox = new ArrayList<>();
  private Optional<String> doubt = Optional.of("start");
  private FlowLoopStatus status = FlowLoopStatus.INITIAL;
  private boolean connected;
  private boolean programmed;
  private boolean busy;
  private boolean retrying;
  private int auditStep; // which step an audit is at the latest: 1, the next one; 0, none is due
  private long desired;
  private long compared; // the version of the program that was last compared with the bridge
  private long asked; // when that began, by System.nanoTime
  private long connections;
  private boolean undecided = true; // What an agent before this one left undone is not known.
  private Supplier<Future<Boolean>> consequence = () -> Future.succeededFuture(false);

  /// What happens at the bridge besides flows.
  ///
  /// @param connected called whenever a connection to it has come about
  /// @param packet called with every packet that it hands up
  /// @param rounds completes when the datapath has been compared with the flows once more from
  ///     beginning to end
  /// @param names of tables and ports, for the log
  public record Bridge(
      Runnable connected,
      Consumer<PacketIn> packet,
      Supplier<Future<Void>> rounds,
      Supplier<Names> names) {}

  /// @param apart how far bundles are apart that nobody waits for
  public FlowLoop(Vertx vertx, Bridge bridge, Duration apart) {
    this.vertx = vertx;
    this.bridge = bridge;
    this.revalidation = new Revalidation(vertx, bridge.rounds(), PATIENCE);
    this.pace = new Pace(vertx, apart, this::advance);
  }

  /// Takes the connection whose listener this is. To be called once.
  public void use(OpenFlowConnection opened) {
    connection = opened;
  }

  /// What has to be done after changes have reached the bridge, before they count as confirmed; it
  /// answers whether packets go by nothing older then. If it fails, it is done again.
  public void afterChanges(Supplier<Future<Boolean>> then) {
    consequence = then;
  }

  /// From now on the bridge shall have this compiler's program, whatever it holds. Each change of
  /// it has to be told by [#change].
  public void desire(PipelineCompiler compiler) {
    program = compiler;
    desired++;
    doubt("new desired flows");
  }

  /// What is desired has changed by this.
  public void change(List<Change> changes, Urgency urgency) {
    if (changes.isEmpty()) {
      return;
    }
    desired++;
    outbox.addAll(changes);
    if (urgency == Urgency.AT_ONCE) {
      pace.hurry();
    }
    advance();
  }

  /// Somebody waits for everything desired so far: what has been collected goes at once.
  public void hurry() {
    if (!outbox.isEmpty()) {
      pace.hurry();
      advance();
    }
  }

  /// The bridge may not be as we think: read it back.
  public void doubt(String why) {
    doubt = Optional.of(why);
    advance();
  }

  /// The bridge is to be read back once it holds what was collected for it, or after ten bundles:
  /// where changes never end, what is on its way counts as missing.
  public void audit() {
    auditStep = AUDIT_STEP;
    advance();
  }

  /// Completes when everything desired so far is in the bridge, at once if it is. What was refused
  /// counts as settled; [#refused()] tells. Packets may for a moment still go by older flows. Who
  /// does not want to wait for changes to be collected says so ([#hurry]).
  public Future<Void> confirmed() {
    return settled() && doubt.isEmpty() && auditStep == 0 && !busy
        ? Future.succeededFuture()
        : confirmed.next(desired);
  }

  /// Completes when everything desired so far is in the bridge and no packet goes by anything older.
  public Future<Void> inForce() {
    long version = desired;
    return confirmed().compose(_ -> revalidation.followed(version));
  }

  /// Completes when no packet goes by anything older than this version, at once if that is so.
  public Future<Void> followed(long version) {
    return revalidation.followed(version);
  }

  /// The last version that packets are known to go by.
  public long followedVersion() {
    return revalidation.followed();
  }

  /// The number of the last change that was desired.
  public long version() {
    return desired;
  }

  /// Whether the bridge holds what is desired, as far as is known.
  public boolean settled() {
    return connected && program != null && confirmed.reached() == desired;
  }

  /// Whether the bridge has had its flows confirmed since it was connected; changes may be on their
  /// way.
  public boolean programmed() {
    return programmed;
  }

  /// Whether the bridge is connected.
  public boolean isConnected() {
    return connected;
  }

  /// The changes that the bridge refused, and why.
  public Map<Change, OpenFlowError> refused() {
    return Map.copyOf(refused);
  }

  /// What this loop has done.
  public FlowLoopStatus status() {
    return status;
  }

  @Override
  public void connected(Features features) {
    connected = true;
    desired++; // Whatever the bridge and the datapath held before counts for nothing.
    refused.clear(); // It may be another process, of another version.
    LOG.atInfo()
        .addKeyValue("datapathId", "%016x".formatted(features.datapathId()))
        .log("bridge connected");
    bridge.connected().run();
    doubt("connected");
  }

  @Override
  public void disconnected(ConnectionLostException cause) {
    connected = false;
    programmed = false;
    connections++;
    undecided = true; // What was under way may have been done.
    busy = false; // Whatever was under way has failed by now.
    revalidation.changed();
    doubt = Optional.of("connection lost");
    LOG.atWarn().addKeyValue("cause", cause.getMessage()).log("bridge connection lost");
  }

  @Override
  public void unreachable(Throwable cause, Duration retryIn) {
    LOG.atDebug()
        .addKeyValue("cause", cause.getMessage())
        .addKeyValue("retryMillis", retryIn.toMillis())
        .log("bridge unreachable");
  }

  @Override
  public void packetIn(PacketIn packetIn) {
    bridge.packet().accept(packetIn);
  }

  @Override
  public void error(OpenFlowError error, Optional<Change> cause) {
    complaints.heard(error, cause, bridge.names());
    if (Complaints.concernFlows(error, cause)) {
      doubt("the bridge complained");
    }
  }

  private void advance() {
    if (busy || !connected || connection == null || program == null) {
      return;
    }
    if (doubt.isPresent()) {
      readBack(connection, program, doubt.get());
    } else if (!outbox.isEmpty() && auditStep != 1) {
      if (auditStep > 0 || pace.mayGo()) {
        flush(connection);
      }
    } else if (auditStep > 0) {
      readBack(connection, program, "audit");
    } else {
      confirm(desired);
    }
  }

  private void readBack(OpenFlowConnection from, PipelineCompiler compiler, String why) {
    busy = true;
    auditStep = 0;
    doubt = Optional.empty();
    Repair.needed(
            from,
            () -> {
              outbox = new ArrayList<>(); // The program has it; what comes now is sent afterwards.
              compared = desired;
              asked = System.nanoTime();
              return compiler;
            })
        .map(repair -> wanted(repair, why))
        .onFailure(e -> failed("reading back", e))
        .onSuccess(wanted -> {
          status = status.readBackTook(System.nanoTime() - asked);
          send(from, wanted, compared);
        });
  }

  private List<Change> wanted(Repair repair, String why) {
    refused.keySet().retainAll(repair.changes());
    List<Change> wanted = repair.changes().stream().filter(c -> !refused.containsKey(c)).toList();
    status = status.readBack(FlowAudit.of(repair.unlike(), wanted), repair.found());
    LOG.atLevel(wanted.isEmpty() ? Level.DEBUG : Level.INFO)
        .addKeyValue("why", why)
        .addKeyValue("flows", repair.found())
        .addKeyValue("missing", status.audit().missing())
        .addKeyValue("altered", status.audit().altered())
        .addKeyValue("foreign", status.audit().foreign())
        .addKeyValue("examples", status.audit().exampleTexts(bridge.names().get()))
        .log("bridge read back");
    return wanted;
  }

  private void flush(OpenFlowConnection to) {
    busy = true;
    auditStep = Math.max(0, auditStep - 1);
    List<Change> changes = outbox;
    outbox = new ArrayList<>();
    send(to, changes, desired);
  }

  private void send(OpenFlowConnection to, List<Change> changes, long version) {
    if (changes.isEmpty()) {
      sent(version, 0);
      return;
    }
    pace.gone(outbox.isEmpty()); // A repair leaves out what came while it was worked out.
    SentChanges.to(to, changes)
        .onFailure(e -> failed("sending", e))
        .onSuccess(result -> {
          revalidation.changed();
          undecided = true; // Also where some was refused: the rest may be in.
          if (result.refusals().isEmpty()) {
            sent(version, result.count());
          } else {
            putAside(result.refusals());
          }
        });
  }

  private void putAside(List<Refusal> refusals) {
    for (Refusal refusal : refusals) {
      refused.put(refusal.change(), refusal.error());
      LOG.atError()
          .addKeyValue("error", refusal.error().name())
          .addKeyValue("change", ChangeText.print(refusal.change(), bridge.names().get()))
          .log("the bridge refuses a change; it is left out");
    }
    busy = false;
    doubt("changes refused");
  }

  private void sent(long version, int count) {
    status = status.sent(count);
    if (!undecided) {
      done(version);
      return;
    }
    LOG.atDebug().addKeyValue("changes", count).log("changes confirmed");
    long connection = connections;
    consequence
        .get()
        .onComplete(result -> {
          if (connection != connections) {
            return; // A step of the lost connection.
          }
          if (result.failed()) {
            failed("making the switch decide anew", result.cause());
          } else {
            undecided = false;
            if (result.result()) {
              revalidation.nothingOlder();
            }
            done(version);
          }
        });
  }

  private void done(long version) {
    busy = false;
    if (doubt.isEmpty()) {
      confirm(version);
    }
    advance();
  }

  private void confirm(long version) {
    programmed = true;
    confirmed.reach(version);
    revalidation.confirmed(version);
  }

  private void failed(String step, Throwable cause) {
    busy = false;
    undecided = true;
    doubt = Optional.of(step + " failed");
    if (cause instanceof ConnectionLostException) {
      return; // It comes back by itself, and is read back then.
    }
    LOG.atError()
        .addKeyValue("step", step)
        .setCause(cause)
        .log("flows could not be brought up to date; trying again");
    if (!retrying) {
      retrying = true;
      vertx.setTimer(
          RETRY.toMillis(),
          _ -> {
            retrying = false;
            advance();
          });
    }
  }
}
