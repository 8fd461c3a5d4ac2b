package io.weft.ovsdb.openvswitch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weft.ovsdb.client.ClientOptions;
import io.weft.ovsdb.client.Endpoint;
import io.weft.ovsdb.client.OvsdbClient;
import io.weft.ovsdb.operations.Outcome;
import io.weft.ovsdb.operations.Result;
import io.weft.ovsdb.operations.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads and changes the configuration of the switch, through an [OvsdbClient] on the database
/// Open_vSwitch.
///
/// Failures of futures are those of [OvsdbClient#transact]; after
/// [io.weft.ovsdb.client.OvsdbException.InDoubt] the same changes may be applied again, since all of
/// them say how it shall be.
public final class VswitchClient {

  private static final int ATTEMPTS = 10;

  private final OvsdbClient client;

  /// @param client that follows [VswitchTables#monitored()]
  public VswitchClient(OvsdbClient client) {
    this.client = client;
  }

  /// Starts a client of the Open_vSwitch database of this server; see [OvsdbClient#start].
  public static VswitchClient start(Vertx vertx, Endpoint endpoint) {
    return new VswitchClient(
        OvsdbClient.start(
            vertx, ClientOptions.of(endpoint, VswitchTables.DATABASE, VswitchTables.monitored())));
  }

  /// The connection below.
  public OvsdbClient connection() {
    return client;
  }

  /// The last known state of the switch.
  public Vswitch now() {
    return new Vswitch(client.snapshot());
  }

  /// Brings the database to what the changes say, all of them in one transaction.
  ///
  /// What is so already is not written again. If the database changes in between the plan is made
  /// anew. The snapshot has the changes in it when this completes; ovs-vswitchd has not
  /// necessarily carried them out ([#untilCarriedOut]).
  public Future<SwitchAnswer> apply(List<SwitchChange> changes) {
    List<SwitchChange> copy = List.copyOf(changes);
    return attempt(copy, SwitchPlanner.plan(copy, now()), 1);
  }

  /// Brings the database to what the change says.
  public Future<SwitchAnswer> apply(SwitchChange change) {
    return apply(List.of(change));
  }

  /// Applies the changes and waits until ovs-vswitchd has carried them out.
  ///
  /// A device that could not be made is no failure here; its [Interface#error()] tells.
  ///
  /// @param patience how long ovs-vswitchd may take
  public Future<SwitchAnswer> carryOut(List<SwitchChange> changes, Duration patience) {
    return apply(changes)
        .compose(answer ->
            switch (answer) {
              case SwitchAnswer.Rejected _ -> Future.succeededFuture(answer);
              case SwitchAnswer.Committed(long configuration) ->
                  untilCarriedOut(configuration, patience).map(answer);
            });
  }

  /// Waits until ovs-vswitchd has carried out everything up to this value of `next_cfg`.
  ///
  /// Fails with [io.weft.ovsdb.client.OvsdbException.NotInTime] if it takes longer, for example
  /// because ovs-vswitchd does not run.
  public Future<Vswitch> untilCarriedOut(long configuration, Duration patience) {
    return client
        .await(
            "ovs-vswitchd carries out configuration " + configuration + " (does it run?)",
            snapshot ->
                new Vswitch(snapshot).root().filter(r -> r.hasApplied(configuration)).isPresent(),
            patience)
        .map(Vswitch::new);
  }

  /// Waits until ovs-vswitchd has made the interface or has failed to; see
  /// [Interface#isReady()].
  ///
  /// Fails with [io.weft.ovsdb.client.OvsdbException.NotInTime] if neither happens.
  public Future<Interface> untilSettled(String iface, Duration patience) {
    return client
        .await(
            "ovs-vswitchd makes interface '" + iface + "' (does it run?)",
            snapshot ->
                new Vswitch(snapshot)
                    .iface(iface)
                    .filter(i -> i.isReady() || i.hasFailed())
                    .isPresent(),
            patience)
        .map(snapshot -> new Vswitch(snapshot).iface(iface).orElseThrow());
  }

  private Future<SwitchAnswer> attempt(List<SwitchChange> changes, SwitchPlan plan, int attempt) {
    if (plan.rejection().isPresent()) {
      return Future.succeededFuture(new SwitchAnswer.Rejected(plan.rejection().orElseThrow()));
    }
    Transaction transaction = plan.transaction();
    return client
        .transact(transaction)
        .compose(outcome ->
            switch (outcome) {
              case Outcome.Committed(List<Result> results) ->
                  Future.succeededFuture(committed(results));
              case Outcome.Refused refused -> {
                SwitchPlan again = SwitchPlanner.plan(changes, now());
                yield again.transaction().equals(transaction) || attempt == ATTEMPTS
                    ? Future.succeededFuture(rejected(plan, refused))
                    : attempt(changes, again, attempt + 1);
              }
            });
  }

  private static SwitchAnswer committed(List<Result> results) {
    long configuration =
        results.getLast() instanceof Result.Selected(var rows) && !rows.isEmpty()
            ? rows.getFirst().integer("next_cfg")
            : 0;
    return new SwitchAnswer.Committed(configuration);
  }

  private static SwitchAnswer rejected(SwitchPlan plan, Outcome.Refused refused) {
    Optional<String> guard =
        refused.isTimedOut() ? plan.guard(refused.operation()) : Optional.empty();
    return new SwitchAnswer.Rejected(
        guard.orElseGet(
            () -> "the database refused: " + refused.error() + ": " + refused.details()));
  }
}
