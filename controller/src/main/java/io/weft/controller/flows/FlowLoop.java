package io.weft.controller.flows;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.openflow.Change;
import io.weft.openflow.client.ConnectionListener;
import io.weft.openflow.client.ConnectionLostException;
import io.weft.openflow.client.OpenFlowConnection;
import io.weft.openflow.message.OpenFlowError;
import io.weft.openflow.message.PacketIn;
import io.weft.openflow.text.Names;
import io.weft.pipeline.compile.PipelineCompiler;
import java.time.Duration;
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
public final class FlowLoop {

  private static final Logger LOG = LoggerFactory.getLogger(FlowLoop.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /// How long two rounds of ovs-vswitchd's comparing may take.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Bridge bridge;
  private final RefusedChanges refused;
  private final Confirmation confirmation;
  private final Outbox outbox;
  private final DueAudit audit = new DueAudit();
  private @Nullable OpenFlowConnection connection;
  private @Nullable PipelineCompiler program;
  private Optional<String> doubt = Optional.of("start");
  private FlowLoopStatus status = FlowLoopStatus.INITIAL;
  private boolean connected;
  private boolean programmed;
  private boolean busy;
  private boolean retrying;
  private long compared; // the version of the program that was last compared with the bridge
  private long asked; // when that began, by System.nanoTime

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
    this.refused = new RefusedChanges(bridge.names());
    this.confirmation = new Confirmation(new Revalidation(vertx, bridge.rounds(), PATIENCE));
    this.outbox = new Outbox(new Pace(vertx, apart, this::advance));
  }

  /// Takes the connection that tells to [#news]. To be called once.
  public void use(OpenFlowConnection opened) {
    connection = opened;
  }

  /// What has to be done after changes have reached the bridge, before they count as confirmed; it
  /// answers whether packets go by nothing older then. If it fails, it is done again.
  public void afterChanges(Supplier<Future<Boolean>> then) {
    confirmation.afterChanges(then);
  }

  /// From now on the bridge shall have this compiler's program, whatever it holds. Each change of
  /// it has to be told by [#change].
  public void desire(PipelineCompiler compiler) {
    program = compiler;
    confirmation.desireMore();
    doubt("new desired flows");
  }

  /// What is desired has changed by this.
  public void change(List<Change> changes, Urgency urgency) {
    if (changes.isEmpty()) {
      return;
    }
    confirmation.desireMore();
    outbox.add(changes, urgency);
    advance();
  }

  /// Somebody waits for everything desired so far: what has been collected goes at once.
  public void hurry() {
    if (!outbox.isEmpty()) {
      outbox.hurry();
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
    audit.begin();
    advance();
  }

  /// Completes when everything desired so far is in the bridge, at once if it is. What was refused
  /// counts as settled; [#refused()] tells. Packets may for a moment still go by older flows. Who
  /// does not want to wait for changes to be collected says so ([#hurry]).
  public Future<Void> confirmed() {
    return settled() && doubt.isEmpty() && !audit.isDue() && !busy
        ? Future.succeededFuture()
        : confirmation.next();
  }

  /// Completes when everything desired so far is in the bridge and no packet goes by anything older.
  public Future<Void> inForce() {
    long version = version();
    return confirmed().compose(_ -> followed(version));
  }

  /// Completes when no packet goes by anything older than this version, at once if that is so.
  public Future<Void> followed(long version) {
    return confirmation.followed(version);
  }

  /// The last version that packets are known to go by.
  public long followedVersion() {
    return confirmation.followed();
  }

  /// The number of the last change that was desired.
  public long version() {
    return confirmation.desired();
  }

  /// Whether the bridge holds what is desired, as far as is known.
  public boolean settled() {
    return connected && program != null && confirmation.upToDate();
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
    return refused.all();
  }

  /// What this loop has done.
  public FlowLoopStatus status() {
    return status;
  }

  /// What a new connection to the bridge has to tell to.
  public ConnectionListener news() {
    return new BridgeNews(this, bridge);
  }

  /// There is a connection; the bridge at its other end may be another.
  void connected() {
    connected = true;
    confirmation
        .desireMore(); // Whatever the bridge and the datapath held before counts for nothing.
    refused.forget(); // It may be another process, of another version.
  }

  /// The connection is lost.
  void disconnected() {
    connected = false;
    programmed = false;
    busy = false; // Whatever was under way has failed by now.
    confirmation.connectionLost();
    doubt = Optional.of("connection lost");
  }

  private void advance() {
    if (busy || !connected || connection == null || program == null) {
      return;
    }
    if (doubt.isPresent()) {
      readBack(connection, program, doubt.get());
    } else if (!outbox.isEmpty() && !audit.isNext()) {
      if (audit.isDue() || outbox.mayGo()) {
        flush(connection);
      }
    } else if (audit.isDue()) {
      readBack(connection, program, "audit");
    } else {
      confirm(version());
    }
  }

  private void readBack(OpenFlowConnection from, PipelineCompiler compiler, String why) {
    busy = true;
    audit.end();
    doubt = Optional.empty();
    Repair.needed(
            from,
            () -> {
              var _ = outbox.take(); // The program has it; what comes now is sent afterwards.
              compared = version();
              asked = System.nanoTime();
              return compiler;
            })
        .onFailure(e -> failed("reading back", e))
        .onSuccess(repair -> {
          List<Change> wanted = refused.remaining(repair.changes());
          note(repair, FlowAudit.of(repair.unlike(), wanted), why);
          send(from, wanted, compared);
        });
  }

  private void note(Repair repair, FlowAudit found, String why) {
    status = status.readBack(found, repair.found(), System.nanoTime() - asked);
    LOG.atLevel(found.clean() ? Level.DEBUG : Level.INFO)
        .addKeyValue("why", why)
        .addKeyValue("flows", repair.found())
        .addKeyValue("missing", found.missing())
        .addKeyValue("altered", found.altered())
        .addKeyValue("foreign", found.foreign())
        .addKeyValue("examples", found.exampleTexts(bridge.names().get()))
        .log("bridge read back");
  }

  private void flush(OpenFlowConnection to) {
    busy = true;
    audit.postpone();
    send(to, outbox.take(), version());
  }

  private void send(OpenFlowConnection to, List<Change> changes, long version) {
    if (changes.isEmpty()) {
      followUp(version);
      return;
    }
    outbox.gone();
    SentChanges.to(to, changes)
        .onFailure(e -> failed("sending", e))
        .onSuccess(result -> {
          confirmation.changed(); // Also where some was refused: the rest may be in.
          if (result.refusals().isEmpty()) {
            LOG.atDebug().addKeyValue("changes", result.count()).log("changes confirmed");
            status = status.sent(result.count());
            followUp(version);
          } else {
            refused.add(result.refusals());
            busy = false;
            doubt("changes refused");
          }
        });
  }

  private void followUp(long version) {
    confirmation
        .followUp()
        .onFailure(e -> failed("making the switch decide anew", e))
        .onSuccess(_ -> {
          busy = false;
          if (doubt.isEmpty()) {
            confirm(version);
          }
          advance();
        });
  }

  private void confirm(long version) {
    programmed = true;
    confirmation.confirm(version);
  }

  private void failed(String step, Throwable cause) {
    busy = false;
    confirmation.changed(); // Or may be.
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
